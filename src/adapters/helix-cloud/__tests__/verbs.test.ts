import type { ResourceRecord } from '../../../state/state';
import type { HelixCloudEngine } from '../engine';
import { applied, closeClouds, embeddedCloud, inputsFor, recordAfter, recordOf } from './harness';
import type { Cloud } from './harness';

afterEach(closeClouds);

const OWNER = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.staging' };
const ID = 'helix-staging-1';

/** A cluster that was created, and the engine of its project. */
async function withCluster(cloud: Cloud): Promise<{ engine: HelixCloudEngine; record: ResourceRecord }> {
  const engine = cloud.engine();
  const target = recordOf(inputsFor(cloud));
  return { engine, record: recordAfter(target, await applied(engine, { action: 'create', target })) };
}

/** The engine of another project. */
function thiefOn(cloud: Cloud): HelixCloudEngine {
  return cloud.engine({ owner: { project: 'p', workspace: 'default', lineage: () => 'thief' } });
}

async function actual({ verbs }: HelixCloudEngine, record: ResourceRecord): Promise<string | undefined> {
  return (await verbs.status([record])).get(record.address)?.actual;
}

test('stop and start wait until the cluster is stopped or running', async () => {
  const cloud = embeddedCloud();
  const { engine, record } = await withCluster(cloud);
  await engine.verbs.stop(record);
  expect(await actual(engine, record)).toBe('stopped');
  await engine.verbs.start(record);
  expect(await actual(engine, record)).toBe('running');
});

test("somebody else's cluster is neither stopped nor started, and its status is foreign", async () => {
  const cloud = embeddedCloud();
  const { engine, record } = await withCluster(cloud);
  const thief = thiefOn(cloud);
  await expect(thief.verbs.stop(record)).rejects.toMatchObject({ kind: 'refused', code: 'owned_by_other' });
  expect(await actual(thief, record)).toBe('foreign');
  expect(await actual(engine, record)).toBe('running');
});

test('a cluster that is gone, or whose record was edited by hand, has no status', async () => {
  const cloud = embeddedCloud();
  const { engine, record } = await withCluster(cloud);
  const gone = {
    ...record,
    address: 'cluster.gone',
    inputs: { ...record.inputs, cluster_id: 'gone' },
  } as const;
  const edited = { ...record, address: 'cluster.edited', inputs: {} } as const;
  const statuses = await engine.verbs.status([gone, record, edited]);
  expect([...statuses.keys()]).toEqual([record.address]);
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

  test('a recorded cluster is lost only once somebody else owns it', async () => {
    const cloud = embeddedCloud();
    const { engine, record } = await withCluster(cloud);
    const find = ({ verbs }: HelixCloudEngine) => verbs.adopt.find({ ...record, ...DESIRED }, ID, record);
    expect(await find(engine)).toMatchObject({ isLost: false });
    expect(await find(thiefOn(cloud))).toMatchObject({ isLost: true });
  });

  test('a cluster that is declared with another id, or that nobody has, is not found', async () => {
    const cloud = embeddedCloud();
    const { engine, record } = await withCluster(cloud);
    const { find } = engine.verbs.adopt;
    await expect(find({ ...record, ...DESIRED }, 'other', null)).rejects.toMatchObject({ kind: 'config' });
    const other = { ...record, ...DESIRED, inputs: { ...record.inputs, cluster_id: 'other' } };
    await expect(find(other, 'other', null)).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('an import with the outputs of a move takes a cluster to another address of ours', async () => {
    const cloud = embeddedCloud();
    const { engine, record } = await withCluster(cloud);
    const { adopt } = engine.verbs;
    const target = { ...record, address: 'cluster.moved', outputs: adopt.outputsToMove(record) } as const;
    const moved = await applied(engine, { action: 'import', address: 'cluster.moved', target });
    expect(moved).toMatchObject({ outcome: 'done' });
    expect(adopt.isSame(record, target)).toBe(true);
    expect(await cloud.client().status(ID)).toMatchObject({ owner: { ...OWNER, address: 'cluster.moved' } });
  });
});
