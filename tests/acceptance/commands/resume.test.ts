import { Running } from '../../running';
import { sharedCloud } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.a.helix]
cluster_id = "ID-a"

[cloud.b.helix]
cluster_id = "ID-b"
`;

const shared = sharedCloud();
const { project, listClustersOf: clustersOf } = shared;

/** A project whose regions are pinned, so that prices are a part of what is approved. */
async function pinRegions() {
  const made = project({ 'helix.toml': TOML, 'db/schema.hx': 'N::Paper { title: String }\n' });
  await made.runHelix('cloud', 'regions', '--update');
  return made;
}

async function killRun(made: ReturnType<typeof project>, ...words: string[]) {
  const poll = shared.cloud.keepBack(/-a\/status$/);
  const run = new Running(made, ['apply', '--parallelism', '1', ...words]);
  await poll.arrived;
  run.signal('SIGKILL');
  await run.end();
  await poll.release();
}

describe('an approved plan whose run was killed', () => {
  it('is finished by the same command: what is left was approved', async () => {
    const made = await pinRegions();
    const digest = /helix1:[0-9a-f]{64}/.exec(await made.runHelix('plan'))![0];
    await killRun(made, '--plan-digest', digest);
    expect(await made.runHelix('apply', '--plan-digest', digest)).toContain('Apply complete!');
    expect((await clustersOf(made)).map(({ state }) => state)).toEqual(['running', 'running']);
    expect((await made.run(['plan', '--detailed-exitcode'])).code).toBe(0);
  });

  it('is finished from its file as well', async () => {
    const made = await pinRegions();
    await made.runHelix('plan', '--out', 'x.plan');
    await killRun(made, 'x.plan');
    expect(await made.runHelix('apply', 'x.plan')).toContain('Apply complete!');
    expect((await clustersOf(made)).map(({ state }) => state)).toEqual(['running', 'running']);
  });

  it('does not approve anything else: an edit since is refused', async () => {
    const made = await pinRegions();
    const digest = /helix1:[0-9a-f]{64}/.exec(await made.runHelix('plan'))![0];
    await killRun(made, '--plan-digest', digest);
    made.edit('helix.toml', '[cloud.b.helix]', '[cloud.c.helix]\ncluster_id = "never"\n\n[cloud.b.helix]');
    const run = await made.run(['apply', '--plan-digest', digest]);
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('no longer the approved one')]);
  });

  it('is done once it is done: the same digest then changes nothing, and says so', async () => {
    const made = await pinRegions();
    const digest = /helix1:[0-9a-f]{64}/.exec(await made.runHelix('plan'))![0];
    await made.runHelix('apply', '--plan-digest', digest);
    const again = await made.run(['apply', '--plan-digest', digest]);
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('nothing is left to do')]);
  });
});
