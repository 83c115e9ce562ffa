import { createBody, createRunning, readStatus, TIMINGS, world } from './harness';

describe('idempotency', () => {
  it('17: the same create answers the cluster as it is now', async () => {
    const all = world();
    const send = () => all.call('POST', '/clusters/create', { key: 'k', body: createBody('a') });
    const first = await send();
    await all.clock.advance(TIMINGS.provisionMs);
    const second = await send();
    expect([first.status, first.json.state]).toEqual([201, 'provisioning']);
    expect([second.status, second.json.state]).toEqual([200, 'running']);
    expect(second.json.incarnation).toBe(first.json.incarnation);
    expect(all.emulator.calls().commits).toEqual({ createCluster: 1 });
  });

  it('17: the same patch changes nothing, even when it was patched otherwise since', async () => {
    const all = world();
    await createRunning(all, 'a');
    const send = (key: string, value: string) =>
      all.call('PATCH', '/clusters/a', { key, body: { labels: { x: value } } });
    await send('k1', '1');
    await send('k2', '2');
    expect((await send('k1', '1')).json['labels']).toEqual({ x: '2' });
  });

  it('17: the order of keys in the body makes no difference', async () => {
    const { call } = world();
    const body = createBody('a');
    const reversed = Object.fromEntries(Object.entries(body).reverse());
    await call('POST', '/clusters/create', { key: 'k', body });
    expect((await call('POST', '/clusters/create', { key: 'k', body: reversed })).status).toBe(200);
  });

  it('18: the same key with another request is 422', async () => {
    const all = world();
    const create = (id: string, changes: object) =>
      all.call('POST', '/clusters/create', { key: 'k', body: createBody(id, changes) });
    await create('a', { env_vars: { K: '1' } });
    const answers = [await create('a', { env_vars: { K: '2' } }), await create('b', {})];
    expect(answers.map(({ status: code, json }) => [code, json.error?.code])).toEqual(
      answers.map(() => [422, 'idempotency_key_reused']),
    );
    await all.clock.advance(TIMINGS.provisionMs);
    const patch = (id: string, body: object) => all.call('PATCH', `/clusters/${id}`, { key: 'k', body });
    expect((await patch('a', { size: 'large' })).status).toBe(200);
    expect((await patch('a', { size: 'medium' })).status).toBe(422);
  });

  it('19: the key of a deleted cluster is spent', async () => {
    const all = world();
    const send = () => all.call('POST', '/clusters/create', { key: 'k', body: createBody('a') });
    await send();
    await all.call('DELETE', '/clusters/a');
    await all.clock.advance(TIMINGS.deleteMs);
    const late = await send();
    expect([late.status, late.json.error?.code]).toEqual([410, 'gone']);
    expect((await all.call('GET', '/clusters/a/status')).status).toBe(404);
    const again = await createRunning(all, 'a');
    expect((await send()).status).toBe(410);
    expect(await readStatus(all.call, 'a')).toEqual(again);
  });

  it('19: a late patch of an earlier incarnation is 410', async () => {
    const all = world();
    await createRunning(all, 'a');
    const patch = () => all.call('PATCH', '/clusters/a', { key: 'p', body: { labels: { x: '1' } } });
    await patch();
    await all.call('DELETE', '/clusters/a');
    await all.clock.advance(TIMINGS.deleteMs);
    await createRunning(all, 'a');
    expect((await patch()).status).toBe(410);
    expect((await readStatus(all.call, 'a'))['labels']).toEqual({});
  });

  it('20: a request that failed may be repeated with its key', async () => {
    const all = world();
    await createRunning(all, 'a');
    const again = () => all.call('POST', '/clusters/create', { key: 'k', body: createBody('a') });
    expect((await again()).status).toBe(409);
    await all.call('DELETE', '/clusters/a');
    await all.clock.advance(TIMINGS.deleteMs);
    expect((await again()).status).toBe(201);
  });
});
