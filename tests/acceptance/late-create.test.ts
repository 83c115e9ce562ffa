import type { TestProject } from '../helix';
import { Running } from '../running';
import { sharedCloud } from '../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.kept.helix]
cluster_id = "ID-kept"
`;
const LATE = '\n[cloud.late.helix]\ncluster_id = "ID-late"\n';
/** How long the service takes to begin with a creation. */
const SLOW_MS = 2500;

const shared = sharedCloud();
const { project, clustersOf } = shared;
afterEach(() => shared.cloud.fail([]));

/** A project with one cluster, whose process was killed while the request for a second one was on its way. */
async function killedWhileCreating(): Promise<TestProject> {
  const made = project({ 'helix.toml': TOML + LATE });
  const both = made.read('helix.toml');
  await made.helix('push', 'kept', '--auto-approve');
  const fault = { kind: 'latency', ms: SLOW_MS };
  await shared.cloud.fail([{ fault, next: 1, operations: ['createCluster'] }]);
  const run = new Running(made, ['apply', '--auto-approve']);
  await run.saying('cluster.late: creating');
  await new Promise((resolve) => setTimeout(resolve, 300));
  run.signal('SIGKILL');
  await run.end();
  expect(made.read('helix.toml')).toBe(both);
  return made;
}

async function longAfter(made: TestProject): Promise<string[]> {
  await new Promise((resolve) => setTimeout(resolve, SLOW_MS + 500));
  return (await clustersOf(made)).map(({ cluster_id: id }) => id.replace(/^t\d+-/, ''));
}

describe('a creation that lands after its process was killed', () => {
  it('is no orphan when everything is destroyed meanwhile', async () => {
    const made = await killedWhileCreating();
    await made.helix('destroy', '--auto-approve');
    expect(await longAfter(made)).toEqual([]);
  });

  it('is no orphan when its table is removed meanwhile', async () => {
    const made = await killedWhileCreating();
    const [kept = ''] = made.read('helix.toml').split('\n[cloud.late.helix]');
    const late = made.read('helix.toml').slice(kept.length);
    made.write('helix.toml', kept);
    await made.helix('apply', '--auto-approve');
    // Declared again, so that the cloud is asked for its id as well.
    made.write('helix.toml', kept + late);
    expect(await longAfter(made)).toEqual(['kept']);
  });
});
