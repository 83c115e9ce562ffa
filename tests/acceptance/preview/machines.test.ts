import { counts, living } from '../aws/cloud';
import { onMoto } from '../aws/on-moto';
import { machine } from '../aws/small-projects';
import { ForgeServer } from '../ci/forge-server';
import { githubJob } from './shop';

const { moto, small } = onMoto();
let forge: ForgeServer;
beforeAll(async () => (forge = await ForgeServer.start()));
afterAll(() => forge.stop());

test('a preview of a machine lives beside it, and a sweep without its files takes it alone', async () => {
  const project = small(`${machine('web')}\n[preview]\nfrom = ["web"]\nspot = true\n`);
  await project.runHelix('apply', '--auto-approve');
  const before = await moto.readCloud();
  const env = githubJob(forge, project);
  const up = await project.run(['preview', 'up', '--pr', '7', '--comment', 'github'], { env });
  expect([up.code, up.code === 0 ? '' : up.stderr]).toEqual([0, '']);
  const tags = living(await moto.readCloud()).map((one) => one.tags['helix-workspace']);
  expect(tags.toSorted()).toEqual(['default', 'pr-7']);
  expect(forge.bodies).toEqual([expect.stringMatching(/preview: live[^]*\$\d+\.\d\d a month/)]);

  forge.pulls.close(7);
  project.write('helix.toml', '[project]\nname = "small"\n');
  const sweep = await project.run(['preview', 'sweep', '--comment', 'github'], { env });
  expect([sweep.code, sweep.stdout]).toEqual([0, expect.stringContaining('pull request 7 is gone')]);
  const after = await moto.readCloud();
  expect([counts(after), living(after)]).toEqual([counts(before), living(before)]);
  expect(after.groups).toEqual(before.groups);
});
