import { SystemRandom } from '../../host/random';
import { CloudVerbs } from '../verbs';
import { applied, closeClouds, embeddedCloud, inputsFor, recordOf } from './harness';
import type { Cloud } from './harness';

afterEach(closeClouds);

const OWNER = { lineage: 'lineage-1', workspace: 'default', address: 'cluster.staging' };
const ID = 'helix-staging-1';

async function verbs(cloud: Cloud): Promise<CloudVerbs> {
  const result = await applied(cloud.engine(), { action: 'create', target: recordOf(inputsFor(cloud)) });
  expect(result.outcome).toBe('done');
  const wait = { waitMs: 1000, firstPollMs: 2, lastPollMs: 4 };
  return new CloudVerbs({ client: cloud.client(), clock: cloud.clock, random: new SystemRandom(), wait });
}

test('status tells owner, state and what exists in the words of a record; null for what is not there', async () => {
  const cloud = embeddedCloud();
  const verb = await verbs(cloud);
  expect(await verb.status(ID)).toMatchObject({
    id: ID,
    owner: OWNER,
    state: 'running',
    size: 'small',
    // Nobody said which references stand behind the variables, so their values are not known.
    existing: { status: 'ready', inputs: { size: 'small', env_vars: { MODE: 'unknown' } } },
  });
  expect(await verb.status('nothing')).toBeNull();
});

test('list tells all clusters of one workspace, and of no other', async () => {
  const cloud = embeddedCloud();
  const verb = await verbs(cloud);
  const { lineage, workspace } = OWNER;
  expect(await verb.list({ lineage, workspace })).toEqual([await verb.status(ID)]);
  expect(await verb.list({ lineage, workspace: 'preview' })).toEqual([]);
  expect(await verb.list({ lineage: 'thief', workspace })).toEqual([]);
});

test('stop and start wait until the cluster is where it was sent', async () => {
  const cloud = embeddedCloud();
  const verb = await verbs(cloud);
  await verb.stop(ID, OWNER);
  expect(await verb.status(ID)).toMatchObject({ state: 'stopped', existing: { status: 'stopped' } });
  await verb.start(ID, OWNER);
  expect(await verb.status(ID)).toMatchObject({ state: 'running' });
});

test('a cluster of somebody else is neither stopped nor started', async () => {
  const cloud = embeddedCloud();
  const verb = await verbs(cloud);
  const thief = { ...OWNER, lineage: 'thief' };
  await expect(verb.stop(ID, thief)).rejects.toMatchObject({ kind: 'refused', code: 'owned_by_other' });
  expect(await verb.status(ID)).toMatchObject({ state: 'running' });
});

test('logs come as lines, with and without following', async () => {
  const cloud = embeddedCloud();
  const verb = await verbs(cloud);
  const { signal } = new AbortController();
  const lines = [];
  for await (const line of verb.logs(ID, { follow: false, limit: 2, signal })) lines.push(line);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toEqual({
    at: expect.stringMatching(/Z$/) as string,
    level: 'info',
    message: expect.any(String) as string,
  });
  for await (const line of verb.logs(ID, { follow: true, limit: 2, signal })) {
    expect(line).toEqual(lines[0]);
    break;
  }
});

test('regions come in the words of the configuration', async () => {
  const cloud = embeddedCloud();
  const [first] = await (await verbs(cloud)).regions();
  expect(first).toMatchObject({ id: 'us-east-1', default: true });
  expect(first?.sizes[0]).toEqual({
    id: 'small',
    default: true,
    vcpu: expect.any(Number) as number,
    memoryGb: expect.any(Number) as number,
    usdPerHour: expect.stringMatching(/^\d+\.\d+$/) as string,
  });
});

test('adopting moves ownership from whom it is said to be, once or twice, and from nobody else', async () => {
  const cloud = embeddedCloud();
  const verb = await verbs(cloud);
  const mine = { ...OWNER, workspace: 'mine' };
  await verb.adopt(ID, OWNER, mine);
  await verb.adopt(ID, OWNER, mine);
  expect(await verb.status(ID)).toMatchObject({ owner: mine });
  await expect(verb.adopt(ID, null, OWNER)).rejects.toMatchObject({ code: 'owned_by_other' });
});
