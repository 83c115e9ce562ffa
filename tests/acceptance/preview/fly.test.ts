import { ForgeServer } from '../ci/forge-server';
import { OnFly } from '../fly/on-fly';
import { githubJob } from './shop';

const SECRET = 'sk-planted-4711-do-not-print';
const TOML = `[project]
name = "papertrail"

[cloud.web.fly]
region = "fra"
vm_size = "shared-cpu-1x"
volume = "papertrail_data:/data"
volume_initial_size = 3
auth_type = "ApiKey"
image = "ghcr.io/acme/papertrail@sha256:5b0bcabd1ed22e9fb1310cf6c2dec7cdef19f0ad69efa1f392e94a4333501270"
env_vars = { HELIX_API_KEY = "env:API_KEY" }

[preview]
from = ["web"]
ttl = "24h"
`;

let on: OnFly;
let forge: ForgeServer;
beforeEach(async () => {
  forge = await ForgeServer.start();
  on = await OnFly.open({ 'helix.toml': TOML }, { env: { API_KEY: SECRET } });
});
afterEach(async () => {
  await on.close();
  await forge.stop();
});

test('a preview of an app is one of its own at one address, and a sweep without its files takes it alone', async () => {
  const printed = [await on.runHelix('apply --auto-approve')];
  const [app] = [...on.fly.world.apps.keys()];
  const env = githubJob(forge, on.project);
  printed.push(await on.runHelix('preview up --pr 7 --comment github', env));
  const apps = [...on.fly.world.apps.values()];
  expect(apps.map(({ name, machines, volumes }) => [name === app, machines.length, volumes.length])).toEqual([
    [true, 1, 1],
    [false, 1, 1],
  ]);
  const url = `https://${apps[1]!.name}.fly.dev`;
  const live = new RegExp(`preview: live\\n\\n\\*\\*<${url}>[^]*\\$0\\.00 so far, \\$3\\.02 a month`);
  expect(forge.bodies).toEqual([expect.stringMatching(live)]);

  printed.push(await on.runHelix('preview up --pr 7 --comment github', env));
  expect(on.fly.world.apps.size).toBe(2);
  expect(forge.bodies).toEqual([expect.stringMatching(live)]);

  forge.pulls.close(7);
  on.project.write('helix.toml', '[project]\nname = "papertrail"\n');
  printed.push(await on.runHelix('preview sweep --comment github', { ...env, API_KEY: '' }));
  expect(printed.at(-1)).toContain('pull request 7 is gone');
  expect([...on.fly.world.apps.keys()]).toEqual([app]);
  expect(forge.bodies).toEqual([expect.stringContaining('preview: destroyed')]);
  expect(on.fly.violations).toEqual([]);
  expect([...printed, ...forge.bodies].join('')).not.toContain(SECRET);
});
