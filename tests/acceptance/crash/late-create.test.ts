import type { TestProject } from '../../helix';
import { Running } from '../../running';
import { sharedCloud } from '../../shared-cloud';
import type { KeptBack } from '../../validating-proxy';

const TOML = `[project]
name = "papertrail"

[cloud.kept.helix]
cluster_id = "ID-kept"
`;
const LATE = '\n[cloud.late.helix]\ncluster_id = "ID-late"\n';

const shared = sharedCloud();
const { project, listClustersOf: clustersOf } = shared;

/** A project with one cluster, whose process was killed while the request for a second one is on its way. */
async function killWhileCreating(): Promise<{ made: TestProject; creation: KeptBack }> {
  const made = project({ 'helix.toml': TOML + LATE });
  const both = made.read('helix.toml');
  await made.runHelix('push', 'kept', '--auto-approve');
  const creation = shared.cloud.keepBack(/^POST .*\/create$/);
  const run = new Running(made, ['apply', '--auto-approve']);
  await creation.arrived;
  run.signal('SIGKILL');
  await run.end();
  expect(made.read('helix.toml')).toBe(both);
  return { made, creation };
}

async function checkAfterwards(made: TestProject, creation: KeptBack): Promise<string[]> {
  await creation.release();
  return (await clustersOf(made)).map(({ cluster_id: id }) => id.replace(/^t\d+-/, ''));
}

describe('a creation that lands after its process was killed', () => {
  it('does not become an orphan when everything is destroyed meanwhile', async () => {
    const { made, creation } = await killWhileCreating();
    await made.runHelix('destroy', '--auto-approve');
    expect(await checkAfterwards(made, creation)).toEqual([]);
  });

  it('does not become an orphan when its table is removed meanwhile', async () => {
    const { made, creation } = await killWhileCreating();
    const [kept = ''] = made.read('helix.toml').split('\n[cloud.late.helix]');
    const late = made.read('helix.toml').slice(kept.length);
    made.write('helix.toml', kept);
    await made.runHelix('apply', '--auto-approve');
    // Declared again, so that the cloud is asked for its id as well.
    made.write('helix.toml', kept + late);
    expect(await checkAfterwards(made, creation)).toEqual(['kept']);
  });
});
