import type { TestProject } from '../../helix';
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

async function interruptRun(signal: NodeJS.Signals, ...flags: string[]) {
  const made = project({ 'helix.toml': TOML });
  const poll = shared.cloud.keepBack(/-a\/status$/);
  const run = new Running(made, ['apply', '--auto-approve', ...flags]);
  await poll.arrived;
  run.signal(signal);
  return { made, run, releaseRequest: () => poll.release() };
}

async function listStates(made: TestProject): Promise<string[]> {
  return (await clustersOf(made)).map(({ cluster_id: id, state }) => `${id.replace(/^t\d+-/, '')} ${state}`);
}

/** How often the cloud has created each cluster of a project. */
async function countCreations(made: TestProject): Promise<number[]> {
  const { clusters } = (await shared.cloud.readCalls()) as {
    clusters: Record<string, { commits: { createCluster?: number } }>;
  };
  const ids = [...made.read('helix.toml').matchAll(/cluster_id = "([^"]+)"/g)].map(([, id]) => id!);
  return ids.map((id) => clusters[id]?.commits.createCluster ?? 0);
}

describe('Ctrl-C during an apply', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'starts nothing more, waits for what runs, frees the lock, says how to continue, ends with 8 (%s)',
    async (signal) => {
      const { made, run, releaseRequest } = await interruptRun(signal, '--parallelism', '1');
      await run.waitForText('starting nothing more');
      await releaseRequest();
      expect(await run.end()).toBe(8);
      expect(run.said).toMatch(/^cluster\.a: created/m);
      expect(run.said).toMatch(/^cluster\.b +not started\n\nApply incomplete/m);
      expect(run.said).toContain('`helix apply` continues from here');
      expect(await listStates(made)).toEqual(['a running']);

      expect(await made.runHelix('plan')).not.toContain('Unresolved');
      expect(await made.runHelix('apply', '--auto-approve')).toContain('1 added, 0 changed, 0 destroyed');
      expect(await countCreations(made)).toEqual([1, 1]);
    },
  );

  it('twice within ten seconds is one wish: CI sends two', async () => {
    const { made, run, releaseRequest } = await interruptRun('SIGINT', '--parallelism', '1');
    await run.waitForText('starting nothing more');
    run.signal('SIGINT');
    await releaseRequest();
    expect(await run.end()).toBe(8);
    expect(await listStates(made)).toEqual(['a running']);
  });

  it('three times ends at once, and the next apply finds out and continues', async () => {
    const { made, run, releaseRequest } = await interruptRun('SIGINT', '--parallelism', '1');
    await run.waitForText('starting nothing more');
    // Different signals, because two of one kind may arrive as one.
    run.signal('SIGTERM');
    run.signal('SIGHUP');
    expect(await run.end()).toBe(8);
    expect(run.said).toMatch(/cluster.a +unknown/);
    await releaseRequest();
    expect(await listStates(made)).toHaveLength(1);
    expect(await made.runHelix('apply', '--auto-approve')).toContain('Apply complete!');
    expect(await listStates(made)).toEqual(['a running', 'b running']);
    expect(await countCreations(made)).toEqual([1, 1]);
  });
});

describe('a run that is killed', () => {
  it('while it creates is seen as unresolved by plan, and recovered by apply without a second create', async () => {
    const made = project({ 'helix.toml': TOML });
    const polls = [shared.cloud.keepBack(/-a\/status$/), shared.cloud.keepBack(/-b\/status$/)];
    const run = new Running(made, ['apply', '--auto-approve']);
    await Promise.all(polls.map(({ arrived }) => arrived));
    run.signal('SIGKILL');
    expect(await run.end()).toBeNull();
    await Promise.all(polls.map((poll) => poll.release()));
    const plan = await made.runHelix('plan');
    expect(plan).toMatch(/Unresolved: cluster.a, cluster.b\./);
    expect(plan).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
    expect(await made.runHelix('plan', '--refresh')).not.toContain('Unresolved');

    const again = await made.run(['apply', '--auto-approve']);
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('Recovering 2 operations')]);
    expect(await listStates(made)).toEqual(['a running', 'b running']);
    expect(await countCreations(made)).toEqual([1, 1]);
    expect(await made.runHelix('plan')).toContain('No changes');
  });

  it('before the cloud has heard of it leaves nothing, and apply creates it once', async () => {
    const made = project({ 'helix.toml': TOML });
    await shared.cloud.fail([
      { fault: { kind: 'unavailable', retryAfterSeconds: 60 }, operations: ['createCluster'] },
    ]);
    const run = new Running(made, ['apply', '--auto-approve']);
    await run.waitForText('cluster.a: creating');
    run.signal('SIGKILL');
    await run.end();
    await shared.cloud.fail([]);
    expect(await clustersOf(made)).toEqual([]);
    expect(await made.runHelix('apply', '--auto-approve')).toContain('2 added');
    expect(await countCreations(made)).toEqual([1, 1]);
  });

  it('while it destroys is finished by the next destroy', async () => {
    const made = project({ 'helix.toml': TOML });
    await made.runHelix('apply', '--auto-approve');
    const deletion = shared.cloud.keepBack(/^DELETE /);
    const run = new Running(made, ['destroy', '--auto-approve']);
    await deletion.arrived;
    run.signal('SIGKILL');
    await run.end();
    await deletion.release();
    await made.runHelix('destroy', '--auto-approve');
    expect(await clustersOf(made)).toEqual([]);
    expect(await made.runHelix('state', 'list')).toContain('Nothing is recorded.');
  });
});
