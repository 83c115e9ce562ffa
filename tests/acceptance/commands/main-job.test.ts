import { TestCloud } from '../../helix';
import { sharedCloud } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "ID-production"
size = "medium"

[cloud.staging.helix]
cluster_id = "ID-staging"
size = "small"
ttl = "12h"
`;
const FILES = { 'helix.toml': TOML, 'db/schema.hx': 'N::Paper { title: String }\n' };

const shared = sharedCloud();
const { listClustersOf: clustersOf } = shared;
const project = () => shared.project(FILES);

describe('plan, apply and destroy over HTTP', () => {
  it('create what is declared, find nothing to change, change what is edited, and take it down', async () => {
    const made = project();
    expect((await made.run(['plan', '--detailed-exitcode'])).code).toBe(2);
    expect(await made.runHelix('apply', '--auto-approve')).toContain(
      'Apply complete! Resources: 2 added, 0 changed, 0 destroyed.\n',
    );
    expect(await clustersOf(made)).toMatchObject([{ state: 'running' }, { state: 'running' }]);

    expect((await made.run(['plan', '--detailed-exitcode'])).code).toBe(0);
    made.edit('helix.toml', 'size = "small"', 'size = "large"');
    expect(await made.runHelix('plan')).toContain('small -> large');
    expect(await made.runHelix('apply', '--auto-approve')).toContain('0 added, 1 changed, 0 destroyed');
    expect(await clustersOf(made)).toMatchObject([{ size: 'medium' }, { size: 'large' }]);

    expect(await made.runHelix('destroy', '--auto-approve')).toContain(
      'Destroy complete! Resources: 2 destroyed.\n',
    );
    expect(await clustersOf(made)).toEqual([]);
    expect(await made.runHelix('state', 'list')).toContain('Nothing is recorded.');
  });

  it('deploy the queries, and deploy them again when one changes', async () => {
    const made = project();
    await made.runHelix('apply', '--auto-approve');
    made.write('db/more.hx', 'QUERY all() =>\n    papers <- N<Paper>\n    RETURN papers\n');
    expect(await made.runHelix('plan')).toMatch(/queries +1 file added/);
    await made.runHelix('apply', '--auto-approve');
    const deployed = (await clustersOf(made)).map(({ deployment }) => Object.keys(deployment!.files).sort());
    expect(deployed).toEqual([
      ['more.hx', 'schema.hx'],
      ['more.hx', 'schema.hx'],
    ]);
  });

  it('say where a query is wrong, keep the cluster, and finish once it is mended', async () => {
    const made = project();
    made.write('db/bad.hx', 'QUERY all() =>\n    papers <- N<Nothing>\n    RETURN papers\n');
    const failed = await made.run(['apply', '--auto-approve']);
    expect(failed.code).toBe(4);
    expect(failed.stdout).toContain('bad.hx:2');
    made.edit('db/bad.hx', 'Nothing', 'Paper');
    expect(await made.runHelix('apply', '--auto-approve')).toContain('0 added, 2 changed, 0 destroyed');
  });

  it('replace a cluster whose region is edited, and say that its data is lost', async () => {
    const made = project();
    await made.runHelix('apply', '--auto-approve');
    made.edit('helix.toml', 'size = "medium"', 'size = "medium"\nregion = "eu-west-1"');
    expect(await made.runHelix('plan')).toMatch(
      /region +us-east-1 -> eu-west-1 +# forces replacement[^]*DATA IS LOST/,
    );
    expect(await made.runHelix('apply', '--auto-approve')).toContain('1 added, 0 changed, 1 destroyed');
    expect(await clustersOf(made)).toMatchObject([{ region: 'eu-west-1' }, { region: 'us-east-1' }]);
  });

  it('show a stopped cluster, and do not call that a change', async () => {
    const made = project();
    await made.runHelix('apply', '--auto-approve');
    await made.runHelix('stop', 'staging');
    expect(await made.runHelix('status')).toMatch(/cluster.staging .*stopped +stopped/);
    const plan = await made.run(['plan', '--detailed-exitcode']);
    expect([plan.code, plan.stdout.includes('cluster.staging')]).toEqual([0, true]);
    await made.runHelix('start', 'staging');
    expect(await made.runHelix('status')).toMatch(/cluster.staging .*ready +running/);
  });

  it('apply one instance with `push`, and take one out of the file with `delete`', async () => {
    const made = project();
    await made.runHelix('push', 'production', '--auto-approve');
    expect(await clustersOf(made)).toHaveLength(1);
    await made.runHelix('delete', 'production', '--auto-approve');
    expect(made.read('helix.toml')).not.toContain('production');
    expect(await made.runHelix('state', 'list')).toContain('Nothing is recorded.');
  });
});

describe('the truth', () => {
  it('of a cluster deleted behind our back is shown by status and plan --refresh, and repaired by apply', async () => {
    const made = project();
    await made.runHelix('apply', '--auto-approve');
    const id = /cluster_id = "(\S+-staging)"/.exec(made.read('helix.toml'))![1]!;
    await shared.cloud.deleteBehind(id);
    expect(await made.runHelix('status')).toMatch(/cluster.staging .*ready +gone/);
    expect(await made.runHelix('plan')).toContain('No changes');
    const refreshed = await made.runHelix('plan', '--refresh');
    expect(refreshed).toMatch(
      /cluster.staging +no longer there[^]*Plan: 1 to add, 0 to change, 0 to destroy./,
    );
    expect(await made.runHelix('apply', '--auto-approve')).toContain('1 added, 0 changed, 0 destroyed');
    expect(await clustersOf(made)).toHaveLength(2);
  });
});

describe('failures', () => {
  afterEach(() => shared.cloud.fail([]));

  it('of the cloud create nothing twice: a dropped answer, a 500 after the commit, a torn body', async () => {
    const made = project();
    const faults = ['drop-after-commit', 'error-after-commit', 'torn-body'].map((kind) => ({
      fault: { kind },
      next: 1,
    }));
    await shared.cloud.fail(faults);
    expect(await made.runHelix('apply', '--auto-approve')).toContain('2 added');
    expect(await clustersOf(made)).toHaveLength(2);
  });

  it('of one cluster leave the others alone, exit with 4, and are gone with the next apply', async () => {
    const made = project();
    await shared.cloud.fail([{ fault: { kind: 'failed-provisioning', reason: 'no capacity' }, next: 1 }]);
    const failed = await made.run(['apply', '--auto-approve']);
    expect([failed.code, failed.stderr]).toEqual([4, expect.stringContaining('no capacity')]);
    expect(await made.runHelix('apply', '--auto-approve')).toContain('Apply complete!');
    expect(await clustersOf(made)).toMatchObject([{ state: 'running' }, { state: 'running' }]);
    expect(await made.runHelix('plan')).toContain('No changes');
  });

  it('to reach the cloud say what was tried and what to check, before anything is done', async () => {
    const made = project();
    const run = await made.run(['apply', '--auto-approve'], {
      env: { HELIX_CLOUD_URL: 'http://127.0.0.1:9' },
    });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/Cannot reach http:\/\/127\.0\.0\.1:9/);
  });

  it('to be known exit with 3 and name `helix login`', async () => {
    const keyed = await TestCloud.start('--api-key', 'right');
    const made = project();
    const run = await made.run(['apply', '--auto-approve'], {
      env: { HELIX_CLOUD_URL: keyed.url, HELIX_API_KEY: 'wr0ng' },
    });
    await keyed.stop();
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('helix login');
    expect(run.stdout + run.stderr).not.toContain('wr0ng');
  });
});

describe('without a terminal', () => {
  it('apply asks for --auto-approve, with 64, and changes nothing', async () => {
    const made = project();
    const run = await made.run(['apply']);
    expect([run.code, run.stderr]).toEqual([64, expect.stringContaining('--auto-approve')]);
    expect(await clustersOf(made)).toEqual([]);
  });
});
