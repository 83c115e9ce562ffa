import { S3StandIn } from '../../../src/testing/fake-s3';
import type { TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

# Kept.
[cloud.production.helix]
cluster_id = "ID-production"
size = "medium"
`;
const AWS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };

const { project, listClustersOf: clustersOf, checkout } = sharedCloud();

let s3: S3StandIn;
beforeEach(async () => (s3 = await S3StandIn.start()));
afterEach(() => s3.stop());

async function applyProject(): Promise<TestProject> {
  const made = project({ 'helix.toml': TOML });
  await made.runHelix('apply', '--auto-approve');
  return made;
}

/** Runs with credentials for the bucket; fails the test unless it ends as expected. */
async function run(made: TestProject, words: readonly string[], code = 0) {
  const ended = await made.run(words, { env: AWS });
  if (ended.code !== code) throw new Error(`${words.join(' ')} ended with ${ended.code}\n${ended.stderr}`);
  return ended;
}

const toS3 = () => ['state', 'migrate', '--to', 's3', '--bucket', s3.bucket, '--endpoint-url', s3.url];

test('a state moves to a bucket with all workspaces and its history; other checkouts then work on it', async () => {
  const made = await applyProject();
  await made.runHelix('apply', '--auto-approve', '--workspace', 'pr-7');
  const before = JSON.parse(await made.runHelix('state', 'pull')) as { lineage: string };
  const old = checkout(made);

  const { stdout } = await run(made, toS3());
  expect(stdout).toMatch(
    /default: 1 resource\npr-7: 1 resource\n.* s3:\/\/states\/papertrail at .*Commit helix.toml/,
  );
  const toml = made.read('helix.toml');
  expect(toml).toMatch(/# Kept\.\n[^]*\n\[state\]\nbackend = "s3"\nbucket = "states"\nendpoint_url = "http:/);

  // A clean checkout of what was committed, on a machine that knows nothing else.
  const clean = checkout(made);
  expect((await run(clean, ['plan'])).stdout).toContain('No changes');
  expect(JSON.parse((await run(clean, ['state', 'pull'])).stdout)).toMatchObject({ lineage: before.lineage });
  const history = JSON.parse((await run(clean, ['state', 'history', '--json'])).stdout) as {
    operation: string;
  }[];
  expect(history.map(({ operation }) => operation.split(' at ')[0])).toEqual([
    'state migrate to s3://states/papertrail',
    'apply',
  ]);
  await run(clean, ['destroy', '--auto-approve', '--workspace', 'pr-7']);
  expect(await clustersOf(made)).toHaveLength(1);

  // A checkout with the old table does not read the copy that stayed behind.
  made.write('helix.toml', old.read('helix.toml'));
  const refused = await run(made, ['plan'], 5);
  expect(refused.stderr).toMatch(/moved to s3:\/\/states\/papertrail at http:\S+ by ada@laptop/);
  await run(made, ['apply', '--auto-approve'], 5);
});

test('what was moved can be moved back, over the copy that was marked', async () => {
  const made = await applyProject();
  await run(made, toS3());
  made.edit('helix.toml', '"medium"', '"large"');
  await run(made, ['apply', '--auto-approve']);
  await run(made, ['state', 'migrate', '--to', 'local']);
  expect(made.read('helix.toml')).toMatch(/\[state\]\nbackend = "local"\n$/);
  expect(await made.runHelix('plan')).toContain('No changes');
  expect(await made.runHelix('state', 'show', 'cluster.production')).toContain('large');
});

test('a migration that was cut short continues when it is run again, wherever it was cut', async () => {
  const made = await applyProject();
  const toml = made.read('helix.toml');
  const state = await made.runHelix('state', 'pull');
  let writes = 0;
  let last = 0;
  s3.fault = ({ method }) => {
    if (method !== 'PUT') return undefined;
    writes += 1;
    return writes > last ? 403 : undefined;
  };
  for (let ended = -1; ended !== 0; last += 1) {
    writes = 0;
    ended = (await made.run(toS3(), { env: AWS })).code;
    if (ended !== 0) {
      // Nothing is lost meanwhile: helix.toml still names the old place, and that is what it was.
      expect(made.read('helix.toml')).toBe(toml);
      expect(await made.runHelix('state', 'pull')).toBe(state);
    }
    expect(last).toBeLessThan(60);
  }
  s3.fault = () => undefined;
  expect(last).toBeGreaterThan(3);
  expect((await run(made, ['plan'])).stdout).toContain('No changes');
});

test('a place that holds another state is refused, and both stay as they are', async () => {
  const first = await applyProject();
  await run(first, toS3());
  const second = project({ 'helix.toml': TOML });
  await second.runHelix('apply', '--auto-approve');
  const { stderr } = await run(second, toS3(), 5);
  expect(stderr).toContain('already holds another state');
  expect(await second.runHelix('plan')).toContain('No changes');
  expect((await run(first, ['plan'])).stdout).toContain('No changes');
  // Under a key of its own it has room.
  await run(second, [...toS3(), '--key', 'teams/second']);
  expect((await run(second, ['plan'])).stdout).toContain('No changes');
});

test('a [state] that was edited by hand is not begun anew beside what .helix holds', async () => {
  const made = await applyProject();
  made.write(
    'helix.toml',
    `${made.read('helix.toml')}\n[state]\nbackend = "s3"\nbucket = "states"\nendpoint_url = "${s3.url}"\n`,
  );
  const plan = await run(made, ['plan'], 5);
  expect(plan.stderr).toMatch(/\.helix\/state holds a state[^]*helix state migrate --from local/);
  await run(made, ['apply', '--auto-approve'], 5);
  await run(made, ['state', 'migrate', '--from', 'local']);
  expect((await run(made, ['plan'])).stdout).toContain('No changes');
  await run(made, ['state', 'migrate'], 64);
});

test('what is missing for the new backend is told before anything is touched', async () => {
  const made = await applyProject();
  const toml = made.read('helix.toml');
  expect((await run(made, ['state', 'migrate', '--to', 's3'], 1)).stderr).toContain('needs `bucket`');
  expect((await run(made, ['state', 'migrate', '--to', 'postgres'], 1)).stderr).toContain('needs `url`');
  expect((await run(made, ['state', 'migrate', '--to', 'gcs'], 64)).stderr).toContain('--to');
  expect((await run(made, ['state', 'migrate', '--to', 'local'], 1)).stderr).toContain('already');
  const unset = await run(made, ['state', 'migrate', '--to', 'postgres', '--url', 'env:STATE_URL'], 3);
  expect(unset.stderr).toContain('STATE_URL');
  expect(made.read('helix.toml')).toBe(toml);
  expect(await made.runHelix('plan')).toContain('No changes');
});

test('a workspace in a bucket is listed, deleted and begun anew', async () => {
  const made = await applyProject();
  await run(made, toS3());
  await run(made, ['apply', '--auto-approve', '--workspace', 'pr-7']);
  expect((await run(made, ['workspace', 'list'])).stdout).toMatch(/default +1[^]*pr-7 +1/);
  await run(made, ['destroy', '--auto-approve', '--workspace', 'pr-7']);
  await run(made, ['workspace', 'delete', 'pr-7']);
  expect((await run(made, ['workspace', 'list'])).stdout).not.toContain('pr-7');
  await run(made, ['apply', '--auto-approve', '--workspace', 'pr-7']);
  expect((await run(made, ['workspace', 'list'])).stdout).toContain('pr-7');
});
