import type { TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';
import type { CloudCluster } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "ID-production"
size = "medium"

[cloud.staging.helix]
cluster_id = "ID-staging"
ttl = "2s"
`;
const HOUR = 3_600_000;

const shared = sharedCloud();
const { project, listClustersOf: clustersOf } = shared;

/** A project that was applied. */
async function applyProject(toml = TOML): Promise<TestProject> {
  const made = project({ 'helix.toml': toml });
  await made.runHelix('apply', '--auto-approve');
  return made;
}

/** A project whose staging cluster has outlived its second: it was applied by a clock that was ten of them behind. */
async function expireProject(toml = TOML): Promise<TestProject> {
  const made = project({ 'helix.toml': toml });
  const run = await made.run(['apply', '--auto-approve'], { node: made.clockOffBy(-10_000) });
  expect(run.code).toBe(0);
  return made;
}

/** A project whose staging cluster has expired and is down. */
async function listDown(toml = TOML): Promise<TestProject> {
  const made = await expireProject(toml);
  await made.runHelix('destroy', '--expired', '--auto-approve');
  return made;
}

async function listNames(made: TestProject): Promise<string[]> {
  return (await clustersOf(made)).map(({ cluster_id: id }) => id.replace(/^t\d+-/, ''));
}

async function readStaging(made: TestProject): Promise<CloudCluster> {
  return (await clustersOf(made)).find(({ cluster_id: id }) => id.endsWith('staging'))!;
}

function labelOf({ labels }: CloudCluster): string {
  return labels['helix-expires-at']!;
}

async function recordOf(made: TestProject): Promise<Record<string, string>> {
  return JSON.parse(await made.runHelix('state', 'show', 'cluster.staging', '--json')) as Record<
    string,
    string
  >;
}

describe('a TTL', () => {
  it('is a label on the cluster and a time in the state, counted from its creation', async () => {
    const made = await applyProject(TOML.replace('2s', '2d'));
    const { created_at: createdAt, expires_at: expiresAt } = await recordOf(made);
    expect(Date.parse(expiresAt!) - Date.parse(createdAt!)).toBe(48 * HOUR);
    expect(labelOf(await readStaging(made))).toBe(expiresAt);
    const [production] = await clustersOf(made);
    expect(Object.keys(production!.labels)).not.toContain('helix-expires-at');
    expect(await made.runHelix('plan')).toMatch(/Next `helix destroy --expired`: cluster.staging on 20/);
  });

  it('that is edited moves the label with the next apply, and is taken off with it', async () => {
    const made = await applyProject(TOML.replace('2s', '2d'));
    made.edit('helix.toml', 'ttl = "2d"', 'ttl = "3d"');
    expect(await made.runHelix('plan')).toMatch(/ttl +2d -> 3d/);
    await made.runHelix('apply', '--auto-approve');
    const { created_at: createdAt } = await recordOf(made);
    expect(Date.parse(labelOf(await readStaging(made))) - Date.parse(createdAt!)).toBe(72 * HOUR);
    made.edit('helix.toml', 'ttl = "3d"', '');
    await made.runHelix('apply', '--auto-approve');
    expect(Object.keys((await readStaging(made)).labels)).not.toContain('helix-expires-at');
  });
});

describe('what has expired', () => {
  it('is listed, and is not a change', async () => {
    const made = await expireProject();
    const plan = await made.run(['plan', '--detailed-exitcode']);
    expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('Expired: cluster.staging')]);
    expect(plan.stdout).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
    expect(await made.runHelix('apply', '--auto-approve')).toContain('0 added, 0 changed, 0 destroyed');
    expect(await listNames(made)).toEqual(['production', 'staging']);
  });

  it('is in `destroy --expired --dry-run` the very plan of `plan --expired`, and nothing is destroyed', async () => {
    const made = await expireProject();
    const digestIn = (json: string) => (JSON.parse(json) as { helix: { digest: string } }).helix.digest;
    const dry = await made.runHelix('destroy', '--expired', '--dry-run', '--json');
    expect(digestIn(dry)).toBe(digestIn(await made.runHelix('plan', '--expired', '--json')));
    const withoutAge = (text: string) => text.replaceAll(/expired \S+ ago/g, 'expired');
    expect(withoutAge(await made.runHelix('destroy', '--expired', '--dry-run'))).toBe(
      withoutAge(await made.runHelix('plan', '--expired')),
    );
    expect(await listNames(made)).toEqual(['production', 'staging']);
  });

  it('is taken by `destroy --expired`, and nothing else is; with nothing expired it ends with 0', async () => {
    const made = await applyProject();
    const expires = Date.parse(labelOf(await readStaging(made)));
    const before = new Date(expires - 1000).toISOString();
    expect(await made.runHelix('plan', '--at', before)).not.toContain('Expired:');
    const left = expires - Date.now();
    await new Promise((resolve) => setTimeout(resolve, left + 50));
    expect(await made.runHelix('destroy', '--expired', '--auto-approve')).toContain(
      'Resources: 1 destroyed.',
    );
    expect(await listNames(made)).toEqual(['production']);
    expect(await made.runHelix('destroy', '--expired', '--auto-approve')).toContain(
      'Resources: 0 destroyed.',
    );
  });

  it('is not taken without --auto-approve where nobody can be asked', async () => {
    const made = await expireProject();
    const run = await made.run(['destroy', '--expired']);
    expect([run.code, run.stderr]).toEqual([64, expect.stringContaining('--auto-approve')]);
    expect(await listNames(made)).toEqual(['production', 'staging']);
  });

  it('is held back and listed while it is protected, in the record or in the file', async () => {
    const made = await expireProject(`${TOML}protect = true\n`);
    const run = await made.run(['destroy', '--expired', '--auto-approve']);
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('0 destroyed')]);
    expect(run.stderr).toContain('Held back: cluster.staging has expired, but is protected.');
    const fresh = await expireProject();
    fresh.edit('helix.toml', 'ttl = "2s"', 'ttl = "2s"\nprotect = true');
    expect(await fresh.runHelix('destroy', '--expired', '--auto-approve')).toContain('0 destroyed');
    expect(await listNames(fresh)).toEqual(['production', 'staging']);
  });

  it('is more than `--max-destroy` allows: nothing is destroyed, with 5', async () => {
    const made = await expireProject();
    const run = await made.run(['destroy', '--expired', '--auto-approve', '--max-destroy', '0']);
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('more than 0')]);
    expect(await listNames(made)).toEqual(['production', 'staging']);
    const none = await made.run(['destroy', '--expired', '--auto-approve', '--max-destroy', 'all']);
    expect([none.code, none.stderr]).toEqual([64, expect.stringContaining('"all"')]);
    await made.runHelix('destroy', '--expired', '--auto-approve', '--max-destroy', '1');
    expect(await listNames(made)).toEqual(['production']);
  });

  it('and was deleted behind our back leaves its tombstone once its absence is confirmed', async () => {
    const made = await expireProject();
    await shared.cloud.deleteBehind((await readStaging(made)).cluster_id);
    expect(await made.runHelix('destroy', '--expired', '--auto-approve')).toContain('1 destroyed');
    expect(await made.runHelix('plan')).toContain('Stays down: cluster.staging');
  });

  it('stays on record when the cloud does not delete it', async () => {
    const made = await expireProject();
    const run = await made.run(['destroy', '--expired', '--auto-approve'], {
      env: { HELIX_API_KEY: await shared.cloud.createKey('reader', 'read') },
    });
    expect(run.code).toBe(3);
    expect(await listNames(made)).toEqual(['production', 'staging']);
    expect(await made.runHelix('state', 'list')).toMatch(/cluster.staging .*ready +expired/);
  });

  it('is not judged by a clock that is more than a minute behind the last write: refused with 5', async () => {
    const made = await expireProject();
    const runBehind = async (ms: number) =>
      made.run(['destroy', '--expired', '--auto-approve'], { node: made.clockOffBy(-ms) });
    const refused = await runBehind(2 * 60_000);
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('clock')]);
    expect((await runBehind(30_000)).code).toBe(0);
    expect(await listNames(made)).toEqual(['production', 'staging']);
  });

  it('is destroyed without the edits in the file that are not applied yet', async () => {
    const made = await expireProject();
    made.edit('helix.toml', '"medium"', '"large"');
    made.edit('helix.toml', 'ttl = "2s"', 'ttl = "5d"');
    made.write('helix.toml', `${made.read('helix.toml')}\n[cloud.new.helix]\ncluster_id = "not-yet"\n`);
    await made.runHelix('destroy', '--expired', '--auto-approve');
    expect(await clustersOf(made)).toMatchObject([{ size: 'medium', state: 'running' }]);
    expect(await made.runHelix('plan')).toContain('medium -> large');
  });
});

describe('what was taken', () => {
  it('stays down: no later plan or apply brings it back', async () => {
    const made = await listDown();
    const plan = await made.run(['plan', '--detailed-exitcode']);
    expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('Stays down: cluster.staging')]);
    await made.runHelix('apply', '--auto-approve');
    expect(await listNames(made)).toEqual(['production']);
    expect(await made.runHelix('state', 'list')).toMatch(/cluster.staging +- +down +expired/);
    expect(await made.runHelix('status')).toMatch(/cluster.staging .*down/);
  });

  it('comes back with `renew` and apply', async () => {
    const made = await listDown();
    expect(await made.runHelix('renew', 'staging', '--for', '2d')).toContain('cluster.staging is renewed');
    expect(await listNames(made)).toEqual(['production']);
    expect(await made.runHelix('plan')).toContain('+ cluster.staging');
    await made.runHelix('apply', '--auto-approve');
    const left = Date.parse(labelOf(await readStaging(made))) - Date.now();
    expect(left).toBeGreaterThan(47 * HOUR);
    expect(left).toBeLessThan(48 * HOUR);
    expect(await made.runHelix('plan')).toContain('No changes');
  });

  it('comes back when its ttl is edited', async () => {
    const made = await listDown();
    made.edit('helix.toml', '"2s"', '"5d"');
    await made.runHelix('apply', '--auto-approve');
    expect(await listNames(made)).toEqual(['production', 'staging']);
  });

  it('is forgotten when its table is removed', async () => {
    const made = await listDown();
    const table = /\[cloud.staging[^]*/.exec(made.read('helix.toml'))![0];
    made.edit('helix.toml', table, '');
    await made.runHelix('apply', '--auto-approve');
    expect(await made.runHelix('state', 'list')).not.toContain('staging');
    made.write('helix.toml', made.read('helix.toml') + table);
    expect(await made.runHelix('plan')).toContain('+ cluster.staging');
  });
});

describe('renew', () => {
  it('extends the lifetime at once, in the state and on the cluster, and leaves no change behind', async () => {
    const made = await applyProject(TOML.replace('2s', '2d'));
    const before = labelOf(await readStaging(made));
    await made.runHelix('renew', 'staging');
    const { expires_at: expiresAt, renewed_at: renewedAt } = await recordOf(made);
    expect(Date.parse(expiresAt!) - Date.parse(renewedAt!)).toBe(48 * HOUR);
    expect(Date.parse(expiresAt!)).toBeGreaterThan(Date.parse(before));
    expect(labelOf(await readStaging(made))).toBe(expiresAt);

    await made.runHelix('renew', 'cluster.staging', '--for', '1h30min');
    const longer = await recordOf(made);
    expect(Date.parse(longer['expires_at']!) - Date.parse(longer['renewed_at']!)).toBe(1.5 * HOUR);
    expect(labelOf(await readStaging(made))).toBe(longer['expires_at']);
    expect(await made.runHelix('plan')).toContain('No changes');
  });

  it('saves what has expired and is not yet taken', async () => {
    const made = await expireProject();
    await made.runHelix('renew', 'staging', '--for', '1d');
    expect(await made.runHelix('destroy', '--expired', '--auto-approve')).toContain('0 destroyed');
    expect(await listNames(made)).toEqual(['production', 'staging']);
  });

  it('refuses a cluster without a TTL, an unknown cluster, and an invalid duration', async () => {
    const made = await applyProject();
    const [noTtl, missing, wrong] = [
      await made.run(['renew', 'production']),
      await made.run(['renew', 'stagin']),
      await made.run(['renew', 'staging', '--for', '5m']),
    ];
    expect([noTtl.code, noTtl.stderr]).toEqual([1, expect.stringContaining('has no TTL')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringMatching(/"stagin"[^]*staging/)]);
    expect([wrong.code, wrong.stderr]).toEqual([64, expect.stringContaining('--for')]);
  });
});
