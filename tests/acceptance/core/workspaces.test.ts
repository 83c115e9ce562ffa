import type { TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';
import { lastLineOf } from '../../json-lines';

const TOML = `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "ID-production"
size = "small"
`;

const { project, listClustersOf: clustersOf } = sharedCloud();

const papertrail = (extra = ''): TestProject => project({ 'helix.toml': TOML + extra });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets a machine that cannot be seen from here hold the lock of a workspace. */
function lock(made: TestProject, workspace: string): void {
  const who = { operation: 'apply', by: 'bob@ci', host: 'elsewhere', pid: 1, since: '2026-01-01T00:00:00Z' };
  const lines = `${JSON.stringify({ format: 1, ...who, identity: null })}\nheld      000000000001\n`;
  made.write(`.helix/state/${workspace}/lock.99`, lines);
}

/** The default workspace and two previews, each with its cluster. */
async function createThree(extra = ''): Promise<TestProject> {
  const made = papertrail(extra);
  await made.runHelix('apply', '--auto-approve');
  await made.runHelix('apply', '--auto-approve', '--workspace', 'pr-7');
  await made.runHelix('apply', '--auto-approve', '--workspace', 'pr-8');
  return made;
}

describe('workspace list and delete', () => {
  it('list what is recorded in each, and forget one in which nothing is left', async () => {
    const made = await createThree();
    const list = JSON.parse(await made.runHelix('workspace', 'list', '--json')) as unknown;
    expect(list).toMatchObject([
      { name: 'default', resources: 1, down: 0, locked_by: null },
      { name: 'pr-7', resources: 1 },
      { name: 'pr-8', resources: 1 },
    ]);

    const refused = await made.run(['workspace', 'delete', 'pr-7']);
    expect([refused.code, refused.stderr]).toEqual([
      5,
      expect.stringMatching(/cluster\.production[^]*--workspace pr-7/),
    ]);

    await made.runHelix('destroy', '--auto-approve', '--workspace', 'pr-7');
    expect(await made.runHelix('workspace', 'delete', 'pr-7')).toBe('Deleted workspace pr-7.\n');
    expect(await made.runHelix('workspace', 'list')).not.toContain('pr-7');
    expect(await made.runHelix('workspace', 'list')).toMatch(/WORKSPACE[^]*default +1 +0[^]*pr-8 +1/);

    // It may begin anew, as another lineage.
    await made.runHelix('apply', '--auto-approve', '--workspace', 'pr-7');
    expect(await made.runHelix('workspace', 'list')).toContain('pr-7');
    expect(await clustersOf(made)).toHaveLength(3);
  });

  it('refuse to delete what is not there, and do not make it', async () => {
    const made = papertrail();
    const run = await made.run(['workspace', 'delete', 'pr-9']);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('there is no workspace pr-9')]);
    expect(await made.runHelix('workspace', 'list')).toContain('There are no workspaces');
    const name = await made.run(['workspace', 'delete', '../x']);
    expect(name.code).toBe(64);
  });

  it('know a lease for each: one that is held does not keep the others waiting', async () => {
    const made = papertrail();
    await made.runHelix('apply', '--auto-approve', '--workspace', 'pr-7');
    lock(made, 'pr-7');
    const codes = [];
    for (const workspace of ['default', 'pr-7', 'pr-8']) {
      codes.push((await made.run(['apply', '--auto-approve', '--workspace', workspace])).code);
    }
    expect(codes).toEqual([0, 9, 0]);
    expect(await made.runHelix('workspace', 'list')).toMatch(/pr-7 +1 +0 +.* bob@ci \(apply\)/);
  });
});

describe('destroy --expired --all-workspaces', () => {
  it('takes what has expired in every workspace, and says of which', async () => {
    const made = await createThree('ttl = "1s"\n');
    await wait(1100);
    const dry = await made.runHelix('destroy', '--expired', '--all-workspaces', '--dry-run');
    for (const name of ['default', 'pr-7', 'pr-8']) expect(dry).toContain(`workspace ${name}`);
    expect(await clustersOf(made)).toHaveLength(3);
    const out = await made.runHelix('destroy', '--expired', '--all-workspaces', '--auto-approve');
    expect(out.match(/1 destroyed/g)).toHaveLength(3);
    expect(out).toMatch(/Workspace default[^]*Workspace pr-7[^]*Workspace pr-8/);
    expect(await clustersOf(made)).toEqual([]);
    const again = await made.runHelix('destroy', '--expired', '--all-workspaces', '--auto-approve');
    expect(again.match(/0 destroyed/g)).toHaveLength(3);
  });

  it('counts all of them for --max-destroy, and then destroys nothing', async () => {
    const made = await createThree('ttl = "1s"\n');
    await wait(1100);
    const words = ['destroy', '--expired', '--all-workspaces', '--auto-approve', '--max-destroy'];
    const run = await made.run([...words, '2']);
    expect([run.code, run.stderr]).toEqual([
      5,
      expect.stringContaining('3 resources would be destroyed, more than 2'),
    ]);
    expect(await clustersOf(made)).toHaveLength(3);
    expect((await made.run([...words, '3'])).code).toBe(0);
    expect(await clustersOf(made)).toEqual([]);
  });

  it('continues after a workspace that fails, and ends with its code', async () => {
    const made = await createThree('ttl = "1s"\n');
    await wait(1100);
    lock(made, 'pr-7');
    const run = await made.run(['destroy', '--expired', '--all-workspaces', '--auto-approve', '--json']);
    expect(run.code).toBe(9);
    expect(run.stderr).toContain('bob@ci');
    expect(lastLineOf(run.stdout)).toMatchObject([
      { workspace: 'default', results: [{ result: 'done' }] },
      { workspace: 'pr-7', error: { exit_code: 9 } },
      { workspace: 'pr-8', results: [{ result: 'done' }] },
    ]);
    expect(await clustersOf(made)).toMatchObject([{ owner: { workspace: 'pr-7' } }]);
  });

  it('says so where no workspace has a state', async () => {
    const said = await papertrail().runHelix('destroy', '--expired', '--all-workspaces', '--auto-approve');
    expect(said).toContain('Nothing has expired: no workspace has a recorded state.\n');
  });

  it('is for --expired alone, and for no single workspace', async () => {
    const made = papertrail();
    expect((await made.run(['destroy', '--all-workspaces', '--auto-approve'])).code).toBe(64);
    const both = await made.run([
      'destroy',
      '--expired',
      '--all-workspaces',
      '--workspace',
      'pr-7',
      '--auto-approve',
    ]);
    expect(both.code).toBe(64);
  });
});
