import { createBody, eventsIn, createRunning, TIMINGS, passTimeDuring, world } from './harness';
import type { Body, Call } from './harness';

const OWNERS = [
  { lineage: 'l1', workspace: 'default', address: 'cluster.a' },
  { lineage: 'l1', workspace: 'preview', address: 'cluster.a' },
  { lineage: 'l1', workspace: 'default', address: 'cluster.b' },
  { lineage: 'l2', workspace: 'default', address: 'cluster.a' },
];

async function listIds(call: Call, query: string): Promise<readonly unknown[]> {
  return clustersIn((await call('GET', `/clusters${query}`)).json);
}

function clustersIn(page: Body): readonly unknown[] {
  return (page['clusters'] as readonly { readonly cluster_id: string }[]).map(
    (cluster) => cluster.cluster_id,
  );
}

async function create(call: Call, id: string, changes: object = {}): Promise<void> {
  await call('POST', '/clusters/create', { body: createBody(id, changes) });
}

describe('lists, logs and regions', () => {
  it('27: filters by each part of the owner, in the order of creation', async () => {
    const { call } = world();
    for (const [index, owner] of OWNERS.entries()) await create(call, `c${index}`, { owner });
    await create(call, 'nobody', { owner: null });
    expect(await listIds(call, '')).toEqual(['c0', 'c1', 'c2', 'c3', 'nobody']);
    expect(await listIds(call, '?lineage=l1')).toEqual(['c0', 'c1', 'c2']);
    expect(await listIds(call, '?lineage=l1&workspace=default')).toEqual(['c0', 'c2']);
    expect(await listIds(call, '?lineage=l1&workspace=default&address=cluster.b')).toEqual(['c2']);
    expect(await listIds(call, '?lineage=l1&address=cluster.a')).toEqual(['c0', 'c1']);
    expect(await listIds(call, '?workspace=default')).toEqual(['c0', 'c2', 'c3']);
    expect(await listIds(call, '?address=cluster.a')).toEqual(['c0', 'c1', 'c3']);
    expect(await listIds(call, '?lineage=l3')).toEqual([]);
  });

  it('27: pages follow each other without gaps while clusters come and go', async () => {
    const { call, clock } = world();
    for (let index = 0; index < 7; index += 1) await create(call, `c${index}`);
    const first = (await call('GET', '/clusters?limit=3')).json;
    expect(clustersIn(first)).toEqual(['c0', 'c1', 'c2']);
    await call('DELETE', '/clusters/c2');
    await call('DELETE', '/clusters/c4');
    await clock.advance(TIMINGS.deleteMs);
    await create(call, 'c7');
    const second = (await call('GET', `/clusters?limit=3&cursor=${String(first['next_cursor'])}`)).json;
    expect(clustersIn(second)).toEqual(['c3', 'c5', 'c6']);
    const third = (await call('GET', `/clusters?limit=3&cursor=${String(second['next_cursor'])}`)).json;
    expect([clustersIn(third), third['next_cursor']]).toEqual([['c7'], null]);
    expect((await call('GET', '/clusters?cursor=nonsense')).status).toBe(400);
  });

  it('27: what is being deleted is listed until it is gone', async () => {
    const { call, clock } = world();
    await create(call, 'a');
    await call('DELETE', '/clusters/a');
    expect(await listIds(call, '')).toEqual(['a']);
    await clock.advance(TIMINGS.deleteMs);
    expect(await listIds(call, '')).toEqual([]);
  });

  it('28: logs tell what happened, by time and number', async () => {
    const all = world();
    await createRunning(all, 'a');
    await all.call('POST', '/clusters/a/stop');
    await all.clock.advance(TIMINGS.stopMs);
    const readMessages = async (query: string) =>
      (await all.call('GET', `/clusters/a/logs${query}`)).text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { message: string }).message);
    expect(await readMessages('')).toEqual([
      'provisioning small in us-east-1',
      'running',
      'stopping',
      'stopped',
    ]);
    expect(await readMessages('?limit=1')).toEqual(['stopped']);
    expect(await readMessages('?since=2026-01-01T00:00:00.500Z&limit=2')).toEqual(['stopping', 'stopped']);
    expect(await readMessages('?since=2026-01-01T00:00:01.500Z')).toEqual([]);
    expect((await all.call('GET', '/clusters/b/logs')).status).toBe(404);
  });

  it('28: following continues until the cluster is gone', async () => {
    const all = world();
    await createRunning(all, 'a');
    const stream = all.call('GET', '/clusters/a/logs?follow=true&limit=1');
    await all.clock.advance(250);
    await all.call('POST', '/clusters/a/stop');
    await all.clock.advance(250);
    await all.call('DELETE', '/clusters/a');
    const { text } = await passTimeDuring(all.clock, stream);
    expect(eventsIn(text).map(({ event, data }) => [event, data['message'] ?? data['reason']])).toEqual([
      ['log', 'running'],
      ['log', 'stopping'],
      ['log', 'stopped'],
      ['log', 'deleting'],
      ['end', 'the cluster was deleted'],
    ]);
  });

  it('29: one region and one size of each region are the default, and prices are samples', async () => {
    const { call } = world();
    const { json } = await call('GET', '/regions');
    const regions = json['regions'] as readonly {
      id: string;
      default: boolean;
      sizes: readonly { default: boolean }[];
    }[];
    expect(json['price_basis']).toBe('sample');
    expect(regions.filter((region) => region.default).map((region) => region.id)).toEqual(['us-east-1']);
    expect(regions.map((region) => region.sizes.filter((size) => size.default).length)).toEqual([1, 1, 1]);
  });
});
