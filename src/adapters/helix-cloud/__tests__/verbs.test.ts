import type { ResourceRecord } from '../../../state/state';
import type { HelixCloudEngine } from '../engine';
import { applyBatch, closeClouds, embeddedCloud, inputsFor, recordAfter, recordOf } from './harness';
import type { Cloud } from './harness';

afterEach(closeClouds);

const OWNER = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.staging' };
const ID = 'helix-staging-1';

/** A cluster that was created, and the engine of its project. */
async function withCluster(cloud: Cloud): Promise<{ engine: HelixCloudEngine; record: ResourceRecord }> {
  const engine = cloud.engine();
  const target = recordOf(inputsFor(cloud));
  return { engine, record: recordAfter(target, await applyBatch(engine, { action: 'create', target })) };
}

/** The engine of another project. */
function thiefOn(cloud: Cloud): HelixCloudEngine {
  return cloud.engine({ owner: { project: 'p', workspace: 'default', lineage: () => 'thief' } });
}

test('a cluster that is gone has no status, and one whose record was edited by hand an unknown one', async () => {
  const cloud = embeddedCloud();
  const { engine, record } = await withCluster(cloud);
  const gone = {
    ...record,
    address: 'cluster.gone',
    inputs: { ...record.inputs, cluster_id: 'gone' },
  } as const;
  const edited = { ...record, address: 'cluster.edited', inputs: {} } as const;
  const statuses = await engine.verbs.status([gone, record, edited]);
  expect([...statuses.keys()].sort()).toEqual(['cluster.edited', record.address].sort());
  expect(statuses.get('cluster.edited')).toEqual({
    actual: 'unknown',
    reason: 'cluster.edited has no `endpoint` on record.',
    endpoint: null,
  });
});

test('logs come as lines, with and without following', async () => {
  const cloud = embeddedCloud();
  const { engine, record } = await withCluster(cloud);
  const { signal } = new AbortController();
  const lines = [];
  for await (const line of engine.verbs.logs(record, { follow: false, limit: 2, signal })) lines.push(line);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toEqual({
    at: expect.stringMatching(/Z$/) as string,
    level: 'info',
    message: expect.any(String) as string,
  });
  for await (const line of engine.verbs.logs(record, { follow: true, limit: 2, signal })) {
    expect(line).toEqual(lines[0]);
    break;
  }
});

test('regions are read, in the words of the configuration, until some of the endpoint are pinned', async () => {
  const cloud = embeddedCloud();
  const { verbs } = cloud.engine();
  const patch = await verbs.beforeApply(null);
  const [first] = patch?.helixCloud?.regions ?? [];
  expect(first).toMatchObject({ id: 'us-east-1', default: true });
  expect(first?.sizes[0]).toEqual({
    id: 'small',
    default: true,
    vcpu: expect.any(Number) as number,
    memoryGb: expect.any(Number) as number,
    usdPerHour: expect.stringMatching(/^\d+\.\d+$/) as string,
  });
  const pinned = { endpoint: cloud.endpoint, fetchedAt: '2026-11-20T10:00:00Z', regions: [] };
  expect(await verbs.beforeApply({ format: 1, helixCloud: pinned, choices: {} })).toBeNull();
});

describe('adoption', () => {
  const DESIRED = {
    kind: 'cluster',
    readOnly: false,
    scope: 'shared',
    source: { file: 'helix.toml', line: 3, column: 1 },
  } as const;

  test('finds a cluster with its owner, its values unknown where the API does not show them', async () => {
    const cloud = embeddedCloud();
    const { record } = await withCluster(cloud);
    const found = await thiefOn(cloud).verbs.adopt.find({ ...record, ...DESIRED }, ID, null);
    expect(found).toMatchObject({
      owner: 'lineage-1/default/cluster.staging',
      isLost: false,
      existing: {
        status: 'ready',
        inputs: { size: 'small', env_vars: { MODE: 'unknown' } },
        outputs: { adopted_from: OWNER },
      },
    });
  });
});
