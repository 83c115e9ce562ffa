import {
  AheadClock,
  DB,
  FILES,
  applyBatch,
  closeClouds,
  embeddedCloud,
  entryOf,
  inputsFor,
  recordAfter,
  recordOf,
  serveCloud,
} from './harness';
import type { Cloud } from './harness';
import type { EngineEvent, MemberResult } from '../../../ports/engine';
import type { ResourceRecord } from '../../../state/state';
import type { JsonObject } from '../../../values/json';

afterEach(closeClouds);

const create = (cloud: Cloud, target: ResourceRecord) =>
  applyBatch(cloud.engine(), { action: 'create', target });

/** A cluster that was created, as its record. */
async function createCluster(cloud: Cloud, inputs = inputsFor(cloud)): Promise<ResourceRecord> {
  const target = recordOf(inputs);
  return recordAfter(target, await create(cloud, target));
}

const failure = (result: MemberResult) => {
  if (result.outcome !== 'failed') throw new Error('it did not fail');
  return result;
};

test.each([
  ['over HTTP', () => serveCloud()],
  ['in-process', () => Promise.resolve(embeddedCloud())],
])('creating %s provisions, deploys the queries and says so', async (_title, open) => {
  const cloud = await open();
  const events: EngineEvent[] = [];
  const target = recordOf(inputsFor(cloud), { expiresAt: '2026-11-25T09:12:00.000Z' });
  const result = await applyBatch(
    cloud.engine(),
    { action: 'create', target },
    { onEvent: (event) => events.push(event) },
  );

  expect(result).toMatchObject({ outcome: 'done', existing: { status: 'ready' } });
  const phases = events.map(({ phase }) => phase);
  expect(phases.slice(0, 2)).toEqual(['creating', 'provisioning']);
  expect(phases).toContain('deploying queries (1 of 2)');
  const cluster = await cloud.client().readStatus('helix-staging-1');
  expect(cluster).toMatchObject({
    state: 'running',
    env_vars: ['MODE', 'OPENAI_API_KEY'],
    deployment: { files: target.inputs['queries'] },
    labels: {
      'helix-project': 'papertrail',
      'helix-workspace': 'default',
      'helix-address': 'cluster.staging',
      'helix-lineage': 'lineage-1',
      'helix-expires-at': '2026-11-25T09:12:00.000Z',
    },
  });
});

test.each<[string, JsonObject]>([
  ['a full cluster', {}],
  ['the default size', { size: null }],
  ['no queries and no variables', { queries: {}, env_vars: {} }],
])('an apply, observed again, shows no change: %s', async (_title, change) => {
  const cloud = embeddedCloud();
  const target = recordOf(inputsFor(cloud, change));
  const result = await create(cloud, target);
  const record = recordAfter(target, result);
  const seen = (await cloud.engine().observe([record])).get(record.address);

  const { endpoint: _, ...asked } = target.inputs;
  expect(result.existing).toMatchObject({ inputs: asked });
  expect(seen).toEqual({ state: 'present', existing: result.existing });
  expect(record.outputs).toEqual({
    endpoint_url: expect.stringMatching(/^https:/) as string,
    incarnation: expect.stringMatching(/^inc_/) as string,
    size: 'small',
    vcpu: expect.any(Number) as number,
    memory_gb: expect.any(Number) as number,
    created_at: expect.any(String) as string,
  });
});

test('creating twice with one key creates once', async () => {
  const cloud = embeddedCloud();
  const target = recordOf(inputsFor(cloud));
  const first = await applyBatch(cloud.engine(), { action: 'create', target, key: 'k1' });
  const second = await applyBatch(cloud.engine(), { action: 'create', target, key: 'k1' });
  expect(second).toEqual(first);
  expect(cloud.emulator.calls().commits).toMatchObject({ createCluster: 1, deployQueries: 1 });
});

test('a cluster of ours that no state remembers is brought to what is wanted, not created again', async () => {
  const cloud = embeddedCloud();
  await createCluster(cloud, inputsFor(cloud, { size: 'medium', queries: {} }));
  const target = recordOf(inputsFor(cloud));
  expect(await create(cloud, target)).toMatchObject({
    outcome: 'done',
    existing: { outputs: { size: 'small' } },
  });
  expect(cloud.emulator.calls().commits).toMatchObject({ createCluster: 1 });
});

test('an id that somebody else has is refused, with whose it is and both ways out', async () => {
  const cloud = embeddedCloud();
  await createCluster(cloud);
  const theirs = cloud.engine({ owner: { project: 'p', workspace: 'default', lineage: () => 'lineage-2' } });
  const result = failure(await applyBatch(theirs, { action: 'create', target: recordOf(inputsFor(cloud)) }));
  expect(result).toMatchObject({ existing: null, error: { kind: 'foreign' } });
  expect(result.error.message).toContain('lineage-1/default/cluster.staging');
  expect(result.error.hint).toContain('helix import cluster.staging helix-staging-1');
});

test.each<[string, JsonObject, JsonObject]>([
  ['size', { size: 'medium' }, { size: 'medium' }],
  ['size back to the default', { size: null }, { size: 'small' }],
  ['build_mode', { build_mode: 'dev' }, { build_mode: 'dev' }],
  ['db_config', { db_config: { ...DB, mcp: false } }, { db_config: { ...DB, mcp: false } }],
  ['env_vars', { env_vars: { B: 'literal:1' } }, { env_vars: ['B'] }],
  ['queries removed', { queries: {} }, { deployment: { files: {} } }],
])('an update changes %s in place', async (_title, change, expected) => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud, inputsFor(cloud, 'size' in change ? { size: 'large' } : {}));
  const target = recordOf(inputsFor(cloud, change), { outputs: prior.outputs });
  const files = new Map(target.inputs['queries'] === prior.inputs['queries'] ? FILES : []);
  const engine = cloud.engine('queries' in change ? { hxFiles: () => Promise.resolve(files) } : {});
  const result = await applyBatch(engine, { action: 'update', target, prior });
  expect(result).toMatchObject({ outcome: 'done', existing: { status: 'ready' } });
  const { endpoint: _, ...asked } = target.inputs;
  expect(result.existing).toMatchObject({ inputs: asked });
  const cluster = await cloud.client().readStatus('helix-staging-1');
  expect(cluster).toMatchObject(expected);
  expect(cluster?.incarnation).toBe(prior.outputs['incarnation']);
});

test('renewing moves the label and touches nothing else, without the variables being set', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  const commits = cloud.emulator.calls().commits;
  const target = { ...prior, expiresAt: '2027-01-01T00:00:00.000Z' };
  const engine = cloud.engine({ env: { variable: () => undefined, secretByFingerprint: () => '' } });
  expect(await applyBatch(engine, { action: 'update', target, prior })).toMatchObject({ outcome: 'done' });
  expect(await cloud.client().readStatus('helix-staging-1')).toMatchObject({
    state: 'running',
    labels: { 'helix-expires-at': '2027-01-01T00:00:00.000Z' },
  });
  const back = { ...target, expiresAt: null };
  await applyBatch(engine, { action: 'update', target: back, prior: target });
  const cluster = await cloud.client().readStatus('helix-staging-1');
  expect(cluster?.labels).not.toHaveProperty('helix-expires-at');
  expect(cloud.emulator.calls().commits).toEqual({ ...commits, updateCluster: 2 });
});

test('a stopped cluster is updated and stays stopped', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  const owner = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.staging' };
  await cloud.client().stop('helix-staging-1', { owner });
  const target = recordOf(inputsFor(cloud, { size: 'medium' }), { outputs: prior.outputs });
  expect(await applyBatch(cloud.engine(), { action: 'update', target, prior })).toMatchObject({
    outcome: 'done',
    existing: { status: 'stopped', outputs: { size: 'medium' } },
  });
});

test('deleting ends when the cluster is gone, and deleting what is gone is done', async () => {
  const cloud = await serveCloud();
  const prior = await createCluster(cloud);
  const change = { action: 'delete', prior } as const;
  expect(await applyBatch(cloud.engine(), change)).toEqual({
    address: 'cluster.staging',
    outcome: 'done',
    existing: null,
  });
  expect(await cloud.client().readStatus('helix-staging-1')).toBeNull();
  expect(await applyBatch(cloud.engine(), change)).toMatchObject({ outcome: 'done', existing: null });
  expect(cloud.emulator.calls().requests).toMatchObject({ deleteCluster: 1 });
});

test('replacing deletes the old cluster and creates another under the same id', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  const target = recordOf(inputsFor(cloud, { region: 'eu-west-1' }));
  const result = await applyBatch(cloud.engine(), { action: 'replace', target, prior });
  expect(result).toMatchObject({ outcome: 'done', existing: { inputs: { region: 'eu-west-1' } } });
  expect(recordAfter(target, result).outputs['incarnation']).not.toBe(prior.outputs['incarnation']);
  expect(cloud.emulator.calls().commits).toMatchObject({ createCluster: 2, deleteCluster: 1 });
});

test('replacing again with the same key finds its own work and deletes nothing more', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  const change = {
    action: 'replace',
    target: recordOf(inputsFor(cloud, { region: 'eu-west-1' })),
    prior,
    key: 'k1',
  } as const;
  const first = await applyBatch(cloud.engine(), change);
  expect(await applyBatch(cloud.engine(), change)).toEqual(first);
  expect(cloud.emulator.calls().commits).toMatchObject({ createCluster: 2, deleteCluster: 1 });
});

test('a change that finds the cluster busy waits, and is sent again', async () => {
  const hour = 3_600_000;
  const clock = new AheadClock();
  const cloud = embeddedCloud({ clock, timings: { stopMs: hour } });
  const prior = await createCluster(cloud);
  const owner = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.staging' };
  let meddled = false;
  const fetch = async (request: Request) => {
    if (request.method !== 'PATCH' || meddled) return cloud.fetch(request);
    meddled = true;
    await cloud.client().stop('helix-staging-1', { owner });
    const answer = await cloud.fetch(request);
    clock.aheadMs = hour;
    return answer;
  };
  const client = cloud.client({ fetch });
  const target = recordOf(inputsFor(cloud, { size: 'medium' }), { outputs: prior.outputs });
  const result = await applyBatch(cloud.engine({ clients: () => client }), {
    action: 'update',
    target,
    prior,
  });
  expect(result).toMatchObject({
    outcome: 'done',
    existing: { status: 'stopped', outputs: { size: 'medium' } },
  });
  expect(cloud.emulator.calls().requests.updateCluster).toBe(2);
});

test('an edited cluster_id deletes the old id and creates the new one', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  const target = recordOf(inputsFor(cloud, { cluster_id: 'helix-staging-2' }));
  expect(await applyBatch(cloud.engine(), { action: 'replace', target, prior })).toMatchObject({
    outcome: 'done',
  });
  expect(await cloud.client().readStatus('helix-staging-1')).toBeNull();
  expect(await cloud.client().readStatus('helix-staging-2')).toMatchObject({ state: 'running' });
});

test.each(['update', 'delete', 'replace'] as const)(
  '%s never touches a cluster that is somebody else’s, and keeps the record',
  async (action) => {
    const cloud = embeddedCloud();
    const prior = await createCluster(cloud);
    const { commits } = cloud.emulator.calls();
    const theirs = cloud.engine({ owner: { project: 'p', workspace: 'other', lineage: () => 'lineage-1' } });
    const target = action === 'delete' ? null : recordOf(inputsFor(cloud, { region: 'eu-west-1' }));
    const result = failure(await applyBatch(theirs, { action, target, prior }));
    expect(result.error.kind).toBe('foreign');
    const { inputs, outputs } = prior;
    expect(result.existing).toEqual({ inputs, outputs, status: 'ready', secretDigests: {} });
    expect(cloud.emulator.calls().commits).toEqual(commits);
  },
);

test('a cluster that was created again since it was recorded is not deleted', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  await applyBatch(cloud.engine(), { action: 'delete', prior });
  await createCluster(cloud);
  const result = failure(await applyBatch(cloud.engine(), { action: 'delete', prior }));
  expect(result.error.message).toContain('created again');
  expect(await cloud.client().readStatus('helix-staging-1')).toMatchObject({ state: 'running' });
});

test('an update of a cluster that is gone says so, and nothing exists', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  await applyBatch(cloud.engine(), { action: 'delete', prior });
  const result = failure(await applyBatch(cloud.engine(), { action: 'update', target: prior, prior }));
  expect(result).toMatchObject({ existing: null, error: { kind: 'failed' } });
});

test('mistakes in the queries come with file and line; the cluster runs, with what is deployed', async () => {
  const cloud = await serveCloud();
  const files = new Map([...FILES, ['queries.hx', 'QUERY bad() =>\n  x <- N<Usr>\n']]);
  const { digestOfText } = await import('../../../values/digest');
  const queries = Object.fromEntries([...files].map(([path, text]) => [path, digestOfText(text)]));
  const engine = cloud.engine({ hxFiles: () => Promise.resolve(files) });
  const target = recordOf(inputsFor(cloud, { queries }));
  const result = failure(await applyBatch(engine, { action: 'create', target }));
  expect(result.error.problems).toEqual([
    { file: 'queries.hx', line: 2, message: expect.stringContaining('Usr') as string },
  ]);
  expect(result.existing).toMatchObject({
    status: 'ready',
    inputs: { queries: {}, size: 'small' },
    outputs: { refused_queries: true },
  });
  const record = recordAfter(target, result);
  const status = await engine.verbs.status([record]);
  expect(status.get('cluster.staging')).toMatchObject({
    actual: 'running',
    reason: 'its queries were refused, and none are deployed',
  });
});

test('files that are not those of the plan are not deployed, and nothing is created', async () => {
  const cloud = embeddedCloud();
  const engine = cloud.engine({
    hxFiles: () => Promise.resolve(new Map([...FILES, ['schema.hx', 'N::Other {}']])),
  });
  const target = recordOf(inputsFor(cloud));
  const result = failure(await applyBatch(engine, { action: 'create', target }));
  expect(result).toMatchObject({ existing: null });
  expect(result.error.message).toContain('schema.hx');
  expect(cloud.emulator.calls().requests).toEqual({});
});

test('every variable that is not set is named before anything is created', async () => {
  const cloud = embeddedCloud();
  const engine = cloud.engine({ env: { variable: () => undefined, secretByFingerprint: () => '' } });
  const target = recordOf(inputsFor(cloud, { env_vars: { A: 'env:ONE', B: 'env:TWO' } }));
  const result = failure(await applyBatch(engine, { action: 'create', target }));
  expect(result.existing).toBeNull();
  expect(result.error.message).toContain('cluster.staging needs ONE, TWO');
  expect(cloud.emulator.calls().requests).toEqual({});
});

test('importing moves the owner and labels, and nothing else', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  const mine = cloud.engine({ owner: { project: 'p2', workspace: 'w2', lineage: () => 'lineage-2' } });
  const from = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.staging' };
  const target = { ...prior, outputs: { ...prior.outputs, adopted_from: from } };
  const result = await applyBatch(mine, { action: 'import', target });
  expect(result).toMatchObject({ outcome: 'done', existing: { outputs: prior.outputs } });
  expect(await cloud.client().readStatus('helix-staging-1')).toMatchObject({
    state: 'running',
    owner: { lineage: 'lineage-2', workspace: 'w2' },
    labels: { 'helix-project': 'p2', 'helix-lineage': 'lineage-2' },
  });

  const late = await applyBatch(
    cloud.engine({ owner: { project: 'p', workspace: 'w3', lineage: () => 'l3' } }),
    {
      action: 'import',
      target,
    },
  );
  expect(failure(late)).toMatchObject({ existing: null, error: { kind: 'foreign' } });
});

test('moving a cluster to another address updates it first, and then changes its owner and labels', async () => {
  const cloud = embeddedCloud();
  const prior = await createCluster(cloud);
  const inputs = inputsFor(cloud, { size: 'medium' });
  const target = recordOf(inputs, { address: 'cluster.preview', name: 'preview' });
  const moved = {
    action: 'update',
    address: 'cluster.preview',
    movedFrom: 'cluster.staging',
    target,
    prior,
  } as const;
  for (const change of [moved, moved]) {
    expect(await applyBatch(cloud.engine(), change)).toMatchObject({
      outcome: 'done',
      existing: { inputs: { size: 'medium' }, status: 'ready' },
    });
    expect(await cloud.client().readStatus('helix-staging-1')).toMatchObject({
      incarnation: prior.outputs['incarnation'],
      owner: { lineage: 'lineage-1', address: 'cluster.preview' },
      labels: { 'helix-address': 'cluster.preview' },
    });
  }
});

test('the lease is checked before every request; one that was lost ends the operation by its own error', async () => {
  const cloud = embeddedCloud();
  const target = recordOf(inputsFor(cloud));
  let held = 0;
  await applyBatch(cloud.engine(), { action: 'create', target }, { assertHeld: () => (held += 1) });
  expect(held).toBeGreaterThanOrEqual(cloud.logs.length);

  const lost = new Error('the lease is gone');
  const prior = await createCluster(cloud);
  let left = 1;
  const assertHeld = () => {
    if (left-- === 0) throw lost;
  };
  await expect(applyBatch(cloud.engine(), { action: 'delete', prior }, { assertHeld })).rejects.toBe(lost);
  expect(cloud.emulator.calls().requests).not.toHaveProperty('deleteCluster');
});

test('a last Ctrl-C leaves the operation to the journal', async () => {
  const cloud = embeddedCloud({ faults: { rules: [{ fault: { kind: 'stuck-provisioning' } }] } });
  const abort = new AbortController();
  const onEvent = ({ phase }: EngineEvent) => {
    if (phase === 'provisioning') abort.abort();
  };
  const target = recordOf(inputsFor(cloud));
  const result = await applyBatch(
    cloud.engine(),
    { action: 'create', target },
    { onEvent, signal: abort.signal },
  );
  expect(failure(result)).toMatchObject({ existing: 'unknown', error: { kind: 'cancelled' } });
});

test('batches have one member each, for each may fail alone', () => {
  const { members } = entryOf({ action: 'delete' });
  expect(
    embeddedCloud()
      .engine()
      .batches([...members, ...members]),
  ).toEqual([members, members]);
});
