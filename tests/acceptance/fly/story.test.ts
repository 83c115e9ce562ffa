import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnFly } from './on-fly';

const EXAMPLE = readFileSync(join(__dirname, '..', '..', '..', 'examples', 'fly', 'helix.toml'), 'utf8');
const SECRET = 'sk-planted-4711-do-not-print';

let on: OnFly;
afterEach(() => on.close());

test('the example is planned offline, applied, shown and destroyed, and nothing is left', async () => {
  on = await OnFly.open({ 'helix.toml': EXAMPLE });
  const secret = { PAPERTRAIL_API_KEY: SECRET };
  expect(await on.runHelix('plan')).toContain('Plan: 4 to add, 0 to change, 0 to destroy.');
  expect(on.fly.calls).toEqual([]);
  const printed = [await on.runHelix('apply --auto-approve', secret)];
  const apps = [...on.fly.world.apps.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(apps.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^helix-papertrail-prod-[0-9a-f]{8}$/),
    expect.stringMatching(/^helix-papertrail-stag-[0-9a-f]{8}$/),
  ]);
  expect(apps.map(({ secrets }) => secrets.at(-1)?.values)).toEqual([{ HELIX_API_KEY: SECRET }, undefined]);
  expect(apps[0]?.machines[0]?.config.env).toEqual({ HELIX_HTTP_ADDR: '[::]:8080', LOG_LEVEL: 'info' });
  printed.push(await on.runHelix('plan --refresh --detailed-exitcode', secret), await on.runHelix('status'));
  expect(printed[2]).toContain('started');
  printed.push(await on.runHelix('destroy --auto-approve --delete-data'));
  expect([...on.fly.world.apps.keys()]).toEqual([]);
  expect(on.fly.violations).toEqual([]);
  expect(printed.join('')).not.toContain(SECRET);
});
