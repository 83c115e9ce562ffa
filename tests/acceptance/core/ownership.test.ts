import type { RunOptions, TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "ID-production"
size = "medium"
`;

const { project, checkout, listClustersOf: clustersOf } = sharedCloud();

function papertrail(extra = ''): TestProject {
  return project({ 'helix.toml': TOML + extra });
}

function idIn(made: TestProject): string {
  return /cluster_id = "(\S+)"/.exec(made.read('helix.toml'))![1]!;
}

async function readOwner(made: TestProject): Promise<string> {
  const [cluster] = await clustersOf(made);
  return cluster!.owner.lineage;
}

/** A project whose cluster another checkout has taken over, so that both have a record of it. */
async function takeFromOwner(): Promise<{ was: TestProject; is: TestProject }> {
  const was = papertrail('ttl = "1h"\n');
  await was.runHelix('apply', '--auto-approve');
  const is = checkout(was);
  await is.runHelix('import', 'cluster.production', idIn(is), '--auto-approve');
  return { was, is };
}

/** A machine on which it is two hours later: what lived an hour has expired. */
function muchLater(made: TestProject): RunOptions {
  return { node: made.clockOffBy(2 * 3_600_000) };
}

describe('two checkouts with the same helix.toml', () => {
  it('do not create over each other: the second apply fails, names the owner and `helix import`', async () => {
    const first = papertrail();
    await first.runHelix('apply', '--auto-approve');
    const before = await clustersOf(first);

    const second = checkout(first);
    expect(await second.runHelix('plan')).toContain('+ cluster.production');
    const run = await second.run(['apply', '--auto-approve']);
    expect(run.code).toBe(4);
    expect(run.stdout).toContain(before[0]!.owner.lineage);
    expect(run.stdout).toContain(`helix import cluster.production ${idIn(first)}`);
    expect(await clustersOf(first)).toEqual(before);
    expect(await second.runHelix('state', 'list')).toContain('Nothing is recorded.');
  });

  it('do not update each other by applying a different size', async () => {
    const first = papertrail();
    await first.runHelix('apply', '--auto-approve');
    const second = checkout(first);
    second.edit('helix.toml', '"medium"', '"large"');
    expect((await second.run(['apply', '--auto-approve'])).code).toBe(4);
    expect(await clustersOf(first)).toMatchObject([{ size: 'medium', state: 'running' }]);
  });

  it('do not destroy each other, expired or not', async () => {
    const first = papertrail('ttl = "1s"\n');
    await first.runHelix('apply', '--auto-approve');
    const second = checkout(first);
    expect(await second.runHelix('destroy', '--auto-approve')).toContain('0 destroyed');
    expect(await second.runHelix('destroy', '--expired', '--auto-approve')).toContain('0 destroyed');
    // Not even after an apply that failed on it.
    expect((await second.run(['apply', '--auto-approve'])).code).toBe(4);
    expect(await second.runHelix('destroy', '--auto-approve')).toContain('0 destroyed');
    expect(await clustersOf(first)).toMatchObject([{ state: 'running' }]);
  });
});

describe('two workspaces of one checkout', () => {
  it('have clusters of different ids, and destroying the preview leaves default alone', async () => {
    const made = papertrail();
    await made.runHelix('apply', '--auto-approve');
    await made.runHelix('apply', '--auto-approve', '--workspace', 'preview');
    const both = await clustersOf(made);
    expect(both.map(({ cluster_id: id, owner }) => [id, owner.workspace])).toEqual([
      [idIn(made), 'default'],
      [`${idIn(made)}-preview`, 'preview'],
    ]);
    expect(both[0]!.owner.lineage).not.toBe(both[1]!.owner.lineage);

    await made.runHelix('destroy', '--auto-approve', '--workspace', 'preview');
    expect(await clustersOf(made)).toEqual([both[0]]);
    expect(await made.runHelix('plan')).toContain('No changes');
  });

  it('do not take a cluster that the other one declares under the derived id', async () => {
    const made = papertrail(`\n[cloud.other.helix]\ncluster_id = "ID-production-preview"\n`);
    await made.runHelix('apply', '--auto-approve');
    const before = await clustersOf(made);
    const run = await made.run(['push', 'production', '--auto-approve', '--workspace', 'preview']);
    expect([run.code, run.stdout]).toEqual([4, expect.stringContaining('helix import')]);
    expect(await clustersOf(made)).toEqual(before);
  });

  it('cannot import the cluster of another workspace under its own id', async () => {
    const made = papertrail();
    await made.runHelix('apply', '--auto-approve');
    const run = await made.run([
      'import',
      'cluster.production',
      idIn(made),
      '--auto-approve',
      '--workspace',
      'preview',
    ]);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('is not declared with the id')]);
    expect(await clustersOf(made)).toMatchObject([{ owner: { workspace: 'default' } }]);
  });
});

describe('import', () => {
  it('without a terminal and without --auto-approve shows the plan, refuses with 64 and takes nothing', async () => {
    const first = papertrail();
    await first.runHelix('apply', '--auto-approve');
    const owner = await readOwner(first);
    const second = checkout(first);
    const run = await second.run(['import', 'cluster.production', idIn(first)]);
    expect(run.code).toBe(64);
    expect(run.stderr).toContain('--auto-approve');
    expect(run.stderr).toContain(`${owner}/default/cluster.production`);
    expect(await readOwner(first)).toBe(owner);
  });

  it('shows the old owner in its plan, and makes the cluster ours: our apply changes it', async () => {
    const first = papertrail();
    await first.runHelix('apply', '--auto-approve');
    const owner = await readOwner(first);
    const second = checkout(first);
    const run = await second.run(['import', 'cluster.production', idIn(first), '--auto-approve']);
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('now this project')]);
    expect(run.stderr).toContain(`${owner}/default/cluster.production`);
    expect(run.stderr).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
    expect(await readOwner(first)).not.toBe(owner);

    expect(await second.runHelix('plan')).toContain('No changes');
    second.edit('helix.toml', '"medium"', '"large"');
    expect(await second.runHelix('apply', '--auto-approve')).toContain('0 added, 1 changed');
    expect(await clustersOf(second)).toMatchObject([{ size: 'large' }]);
    expect(await second.runHelix('destroy', '--auto-approve')).toContain('1 destroyed');
  });

  it('shows what differs from the file in the next plan, and changes nothing of it itself', async () => {
    const first = papertrail();
    await first.runHelix('apply', '--auto-approve');
    const second = checkout(first);
    second.edit('helix.toml', '"medium"', '"large"');
    await second.runHelix('import', 'cluster.production', idIn(first), '--auto-approve');
    expect(await clustersOf(first)).toMatchObject([{ size: 'medium' }]);
    expect(await second.runHelix('plan')).toContain('medium -> large');
  });

  it('refuses an id that nothing has, one that the file does not declare, and what is recorded already', async () => {
    const made = papertrail();
    const missing = await made.run(['import', 'cluster.production', idIn(made), '--auto-approve']);
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringMatching(/has no cluster t\d+-production/),
    ]);
    const other = await made.run(['import', 'cluster.production', 'somebody-elses', '--auto-approve']);
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/is not declared with the id somebody-elses[^]*helix\.toml:4/);
    const unknown = await made.run(['import', 'cluster.prodution', idIn(made), '--auto-approve']);
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringMatching(/nothing is declared as "cluster.prodution"[^]*cluster.production/),
    ]);
    await made.runHelix('apply', '--auto-approve');
    const recorded = await made.run(['import', 'cluster.production', idIn(made), '--auto-approve']);
    expect([recorded.code, recorded.stderr]).toEqual([1, expect.stringContaining('already recorded')]);
  });
});

describe('who has lost a cluster to an import', () => {
  it('sees in plan --refresh and status that it is foreign', async () => {
    const { was, is } = await takeFromOwner();
    const { code, stdout: plan } = await was.run(['plan', '--refresh']);
    expect(code).toBe(5);
    expect(plan).toContain(`belongs to ${await readOwner(is)}/default/cluster.production`);
    expect(plan).toContain('This plan cannot be applied.');
    expect(await was.runHelix('status')).toMatch(/cluster.production .*ready +foreign/);
  });

  it('cannot update, stop, renew, expire or delete it, though it is on record', async () => {
    const { was } = await takeFromOwner();
    const before = await clustersOf(was);
    was.edit('helix.toml', '"medium"', '"large"');
    const [refreshed, blind, ...others] = [
      await was.run(['apply', '--auto-approve']),
      await was.run(['apply', '--auto-approve', '--no-refresh']),
      await was.run(['stop', 'production']),
      await was.run(['renew', 'production']),
      await was.run(['destroy', '--expired', '--auto-approve', '--no-refresh'], muchLater(was)),
      await was.run(['destroy', '--auto-approve', '--no-refresh']),
    ];
    expect([refreshed.code, refreshed.stderr]).toEqual([
      5,
      expect.stringMatching(/now belongs to .*[^]*helix import cluster.production/),
    ]);
    expect([blind.code, blind.stdout]).toEqual([4, expect.stringContaining('helix import')]);
    expect(others.map(({ code }) => code)).toEqual([5, 4, 4, 4]);
    expect(others[0].stderr).toContain('helix import');
    const expired = await was.run(['destroy', '--expired', '--auto-approve'], muchLater(was));
    expect([expired.code, expired.stdout]).toEqual([0, expect.stringContaining('0 destroyed')]);
    expect(await clustersOf(was)).toEqual(before);
  });

  it('forgets it with destroy, and leaves it running', async () => {
    const { was, is } = await takeFromOwner();
    expect(await was.runHelix('destroy', '--auto-approve')).toContain('0 destroyed');
    expect(await was.runHelix('state', 'list')).toContain('Nothing is recorded.');
    expect(await is.runHelix('status')).toMatch(/cluster.production .*ready +running/);
  });

  it('takes it back with an import of its own', async () => {
    const { was, is } = await takeFromOwner();
    await was.runHelix('import', 'cluster.production', idIn(was), '--auto-approve');
    expect(await was.runHelix('status')).toMatch(/cluster.production .*ready +running/);
    expect(await is.runHelix('status')).toMatch(/cluster.production .*ready +foreign/);
  });
});
