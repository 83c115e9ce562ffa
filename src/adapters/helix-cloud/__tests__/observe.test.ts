import type { ResourceRecord } from '../../../state/state';
import { applyBatch, closeClouds, embeddedCloud, entryOf, inputsFor, recordAfter, recordOf } from './harness';
import type { Cloud } from './harness';

afterEach(closeClouds);

async function createCluster(cloud: Cloud, change: Partial<ResourceRecord> = {}, inputs = inputsFor(cloud)) {
  const target = recordOf(inputs, change);
  return recordAfter(
    target,
    await applyBatch(cloud.engine(), { action: 'create', target, address: target.address }),
  );
}

describe('observe', () => {
  test('tells present, gone and foreign apart, one by one and from a listing', async () => {
    const cloud = embeddedCloud({ timings: { provisionMs: 0 } });
    const bare = (id: string) => inputsFor(cloud, { cluster_id: id, queries: {}, env_vars: {} });
    const record = (index: number) => recordOf(bare(`c${index}`), { address: `cluster.n${index}` });
    const records: ResourceRecord[] = [];
    for (let index = 0; index < 10; index++)
      records.push(await createCluster(cloud, record(index), bare(`c${index}`)));
    await applyBatch(cloud.engine(), { action: 'delete', address: 'cluster.n1', prior: records[1]! });
    const thief = cloud.engine({ owner: { project: 'x', workspace: 'w', lineage: () => 'thief' } });
    const from = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.n2' };
    const stolen = { ...records[2]!, outputs: { adopted_from: from } };
    await applyBatch(thief, { action: 'import', address: 'cluster.n2', target: stolen });

    const before = cloud.emulator.calls().requests;
    const all = await cloud.engine().observe(records);
    const after = cloud.emulator.calls().requests;
    const few = await cloud.engine().observe(records.slice(0, 3));
    for (const seen of [all, few]) {
      expect(seen.get('cluster.n0')).toMatchObject({ state: 'present', existing: { status: 'ready' } });
      expect(seen.get('cluster.n1')).toEqual({ state: 'gone' });
      expect(seen.get('cluster.n2')).toEqual({ state: 'foreign', owner: 'thief/w/cluster.n2' });
    }
    expect(all.size).toBe(10);
    expect(after.listClusters).toBe((before.listClusters ?? 0) + 1);
    expect((after.getClusterStatus ?? 0) - (before.getClusterStatus ?? 0)).toBe(2);
  });

  test('shows what was changed behind Helix’s back', async () => {
    const cloud = embeddedCloud();
    const record = await createCluster(cloud, {}, inputsFor(cloud, { size: null }));
    const owner = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.staging' };
    const client = cloud.client();
    await client.update('helix-staging-1', { size: 'large', env_vars: { X: '1' } }, 'k', { owner });
    const seen = (await cloud.engine().observe([record])).get(record.address);
    expect(seen).toMatchObject({
      existing: { inputs: { size: 'large', env_vars: { X: 'unknown' }, region: 'us-east-1' } },
    });
  });

  test('variables that were set from other references than those on record are unknown', async () => {
    const cloud = embeddedCloud();
    const record = await createCluster(cloud);
    const other = recordOf(
      inputsFor(cloud, { env_vars: { OPENAI_API_KEY: 'env:OTHER', MODE: 'literal:fast' } }),
      { outputs: record.outputs },
    );
    const seen = (await cloud.engine().observe([other])).get(record.address);
    expect(seen).toMatchObject({
      existing: { inputs: { env_vars: { OPENAI_API_KEY: 'unknown', MODE: 'unknown' } } },
    });
  });

  test('a stopped cluster is stopped, not failed', async () => {
    const cloud = embeddedCloud();
    const record = await createCluster(cloud);
    const owner = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.staging' };
    await cloud.client().stop('helix-staging-1', { owner });
    const seen = (await cloud.engine().observe([record])).get(record.address);
    expect(seen).toMatchObject({
      existing: { status: 'stopped', inputs: { queries: record.inputs['queries'] } },
    });
  });
});

describe('probe', () => {
  const probe = async (cloud: Cloud, change: Parameters<typeof entryOf>[0]) => {
    const { commits } = cloud.emulator.calls();
    const [result] = await cloud.engine().probe(entryOf(change));
    expect(cloud.emulator.calls().commits).toEqual(commits);
    return result;
  };

  test('a create that was never heard left nothing', async () => {
    const cloud = embeddedCloud();
    const target = recordOf(inputsFor(cloud));
    expect(await probe(cloud, { action: 'create', target })).toMatchObject({
      outcome: 'failed',
      existing: null,
    });
  });

  test('a create that got to its end is done', async () => {
    const cloud = embeddedCloud();
    const record = await createCluster(cloud);
    const target = recordOf(inputsFor(cloud));
    expect(await probe(cloud, { action: 'create', target })).toEqual({
      address: 'cluster.staging',
      outcome: 'done',
      existing: expect.objectContaining({ outputs: record.outputs, status: 'ready' }) as unknown,
    });
  });

  test('a create that had not deployed yet is there, unfinished', async () => {
    const cloud = embeddedCloud();
    await createCluster(cloud, {}, inputsFor(cloud, { queries: {} }));
    const target = recordOf(inputsFor(cloud));
    expect(await probe(cloud, { action: 'create', target })).toMatchObject({
      outcome: 'failed',
      existing: { status: 'failed', inputs: { queries: {} } },
      error: { message: expect.stringContaining('had not finished') as string },
    });
  });

  test('an id that somebody else has by now is nothing of ours', async () => {
    const cloud = embeddedCloud();
    await createCluster(cloud);
    const engine = cloud.engine({ owner: { project: 'p', workspace: 'w', lineage: () => 'other' } });
    const [result] = await engine.probe(entryOf({ action: 'create', target: recordOf(inputsFor(cloud)) }));
    expect(result).toMatchObject({ outcome: 'failed', existing: null });
  });

  test('an update is done when the cluster is as wanted, labels too', async () => {
    const cloud = embeddedCloud();
    const prior = await createCluster(cloud);
    expect(await probe(cloud, { action: 'update', target: prior, prior })).toMatchObject({ outcome: 'done' });
    const renewed = { ...prior, expiresAt: '2027-01-01T00:00:00.000Z' };
    expect(await probe(cloud, { action: 'update', target: renewed, prior })).toMatchObject({
      outcome: 'failed',
      existing: { status: 'failed', inputs: { size: 'small' } },
    });
    const bigger = recordOf(inputsFor(cloud, { size: 'large' }), { outputs: prior.outputs });
    expect(await probe(cloud, { action: 'update', target: bigger, prior })).toMatchObject({
      outcome: 'failed',
      existing: { inputs: { size: 'small', env_vars: prior.inputs['env_vars'] } },
    });
  });

  test('a delete is done when nothing of ours is left', async () => {
    const cloud = embeddedCloud();
    const prior = await createCluster(cloud);
    expect(await probe(cloud, { action: 'delete', prior })).toMatchObject({
      outcome: 'failed',
      existing: { status: 'failed' },
    });
    await applyBatch(cloud.engine(), { action: 'delete', prior });
    expect(await probe(cloud, { action: 'delete', prior })).toMatchObject({
      outcome: 'done',
      existing: null,
    });
  });

  test('a replacement is the old cluster, nothing, or done, whichever it got to', async () => {
    const cloud = embeddedCloud();
    const prior = await createCluster(cloud);
    const target = recordOf(inputsFor(cloud, { region: 'eu-west-1', cluster_id: 'helix-staging-2' }));
    const change = { action: 'replace', target, prior } as const;
    expect(await probe(cloud, change)).toMatchObject({
      outcome: 'failed',
      existing: { outputs: prior.outputs, inputs: { cluster_id: 'helix-staging-1', region: 'us-east-1' } },
    });
    await applyBatch(cloud.engine(), { action: 'delete', prior });
    expect(await probe(cloud, change)).toMatchObject({ outcome: 'failed', existing: null });
    await createCluster(cloud, {}, target.inputs);
    expect(await probe(cloud, change)).toMatchObject({ outcome: 'done', existing: { status: 'ready' } });
  });

  test('the same id before and after a replacement is told apart by its incarnation', async () => {
    const cloud = embeddedCloud();
    const prior = await createCluster(cloud);
    const change = { action: 'replace', target: recordOf(inputsFor(cloud)), prior } as const;
    expect(await probe(cloud, change)).toMatchObject({
      outcome: 'failed',
      existing: { outputs: prior.outputs },
    });
  });

  test('a service that does not answer leaves it unknown', async () => {
    const cloud = embeddedCloud({ faults: { rules: [{ fault: { kind: 'error-before-commit' } }] } });
    const target = recordOf(inputsFor(cloud));
    expect(await probe(cloud, { action: 'create', target })).toMatchObject({
      outcome: 'failed',
      existing: 'unknown',
    });
  });
});

test('check asks once, and throws what keeps the run from beginning', async () => {
  const cloud = embeddedCloud();
  const engine = cloud.engine();
  await engine.check();
  await engine.check();
  expect(cloud.emulator.calls().requests).toEqual({ listRegions: 1 });
  const stranger = cloud.client({ apiKey: 'hx_wrong' });
  await expect(cloud.engine({ clients: () => stranger }).check()).rejects.toMatchObject({ kind: 'auth' });
});
