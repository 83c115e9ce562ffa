import { createBody, createRunning, readStatus, TIMINGS, world } from './harness';

describe('clusters and their states', () => {
  it('3: a new cluster is provisioning, then running with an endpoint under .invalid', async () => {
    const { call, clock } = world();
    const created = await call('POST', '/clusters/create', { body: createBody('a') });
    expect([created.status, created.json.state, created.json['endpoint']]).toEqual([
      201,
      'provisioning',
      null,
    ]);
    await clock.advance(TIMINGS.provisionMs - 1);
    expect(await readStatus(call, 'a')).toMatchObject({ state: 'provisioning', endpoint: null });
    await clock.advance(1);
    expect(await readStatus(call, 'a')).toMatchObject({
      state: 'running',
      endpoint: 'https://a.us-east-1.clusters.invalid',
      size: 'small',
      updated_at: '2026-01-01T00:00:01.000Z',
    });
  });

  it('4: a patch of the machines goes through updating', async () => {
    const all = world();
    await createRunning(all, 'a');
    const patched = await all.call('PATCH', '/clusters/a', { body: { size: 'large' } });
    expect([patched.status, patched.json.state, patched.json['vcpu']]).toEqual([200, 'updating', 4]);
    await all.clock.advance(TIMINGS.updateMs);
    expect(await readStatus(all.call, 'a')).toMatchObject({ state: 'running', size: 'large', memory_gb: 16 });
  });

  it('4: a patch that changes nothing of the machines does not go through updating', async () => {
    const all = world();
    await createRunning(all, 'a', { labels: { old: '1', kept: '2' } });
    const same = { size: 'small', build_mode: 'dev', db_config: { mcp: true } };
    const body = { ...same, labels: { old: null, new: '3' } };
    const patched = await all.call('PATCH', '/clusters/a', { body });
    expect(patched.json).toMatchObject({ state: 'running', labels: { kept: '2', new: '3' } });
    expect(patched.json['labels']).not.toHaveProperty('old');
  });

  it('4: env_vars always count as a change', async () => {
    const all = world();
    await createRunning(all, 'a', { env_vars: { KEY: 'x' } });
    const patched = await all.call('PATCH', '/clusters/a', { body: { env_vars: { KEY: 'x' } } });
    expect(patched.json.state).toBe('updating');
  });

  it('5: a stopped cluster is patched at once and stays stopped', async () => {
    const all = world();
    await createRunning(all, 'a');
    expect((await all.call('POST', '/clusters/a/stop')).json.state).toBe('stopping');
    await all.clock.advance(TIMINGS.stopMs);
    const patched = await all.call('PATCH', '/clusters/a', { body: { size: 'medium' } });
    expect(patched.json).toMatchObject({ state: 'stopped', size: 'medium' });
  });

  it('6: what passes by itself is busy to calls that need it to be over', async () => {
    const { call, clock } = world();
    await call('POST', '/clusters/create', { body: createBody('a') });
    const calls = [
      await call('PATCH', '/clusters/a', { body: { size: 'large' } }),
      await call('POST', '/clusters/a/deploy', { body: { digest: 'd', files: [] } }),
      await call('POST', '/clusters/a/start'),
      await call('POST', '/clusters/a/stop'),
    ];
    expect(
      calls.map(({ status: code, json }) => [code, json.error?.code, json.error?.details?.state]),
    ).toEqual(calls.map(() => [409, 'busy', 'provisioning']));
    await clock.advance(TIMINGS.provisionMs);
    expect(await readStatus(call, 'a')).toMatchObject({ state: 'running', size: 'small', deployment: null });
  });

  it('6: labels can change while something passes, and it passes on', async () => {
    const { call, clock } = world();
    await call('POST', '/clusters/create', { body: createBody('a') });
    await call('PATCH', '/clusters/a', { body: { labels: { x: '1' } } });
    await clock.advance(TIMINGS.provisionMs);
    expect(await readStatus(call, 'a')).toMatchObject({ state: 'running', labels: { x: '1' } });
  });

  it('6, 7: a failed cluster cannot be stopped or deployed to; a patch or a start repairs it', async () => {
    const rules = [{ fault: { kind: 'failed-provisioning', reason: 'no capacity' }, next: 2 }] as const;
    const all = world({ faults: { rules: rules.map((rule) => ({ ...rule })) } });
    await createRunning(all, 'a');
    await createRunning(all, 'b');
    const wrong = [
      await all.call('POST', '/clusters/a/stop'),
      await all.call('POST', '/clusters/a/deploy', { body: { digest: 'd', files: [] } }),
    ];
    expect(wrong.map(({ json }) => json.error?.code)).toEqual(['wrong_state', 'wrong_state']);
    expect((await all.call('PATCH', '/clusters/a', { body: { size: 'small' } })).json.state).toBe('updating');
    expect((await all.call('POST', '/clusters/b/start')).json.state).toBe('starting');
    await all.clock.advance(TIMINGS.updateMs);
    expect([await readStatus(all.call, 'a'), await readStatus(all.call, 'b')]).toMatchObject([
      { state: 'running', reason: null, last_error: 'no capacity' },
      { state: 'running', reason: null, last_error: 'no capacity' },
    ]);
  });

  it('8: start and stop of what is so already change nothing', async () => {
    const all = world();
    const before = await createRunning(all, 'a');
    await all.clock.advance(50);
    expect((await all.call('POST', '/clusters/a/start')).json).toEqual(before);
    await all.call('POST', '/clusters/a/stop');
    await all.clock.advance(50);
    await all.call('POST', '/clusters/a/stop');
    await all.clock.advance(50);
    expect((await readStatus(all.call, 'a')).state).toBe('stopped');
    expect((await all.call('POST', '/clusters/a/stop')).status).toBe(202);
    expect(all.emulator.calls().commits).toMatchObject({ stopCluster: 1 });
    expect(all.emulator.calls().commits).not.toHaveProperty('startCluster');
  });

  it('9: a deletion is seen as deleting, then as 404, and then the id is free', async () => {
    const all = world();
    const first = await createRunning(all, 'a');
    const answers = [await all.call('DELETE', '/clusters/a'), await all.call('DELETE', '/clusters/a')];
    expect(answers.map((answer) => [answer.status, answer.json.state])).toEqual([
      [202, 'deleting'],
      [202, 'deleting'],
    ]);
    const early = await all.call('POST', '/clusters/create', { body: createBody('a') });
    expect([early.status, early.json.error?.code]).toEqual([409, 'busy']);
    await all.clock.advance(TIMINGS.deleteMs);
    expect((await all.call('GET', '/clusters/a/status')).json.error?.code).toBe('not_found');
    expect((await all.call('DELETE', '/clusters/a')).status).toBe(404);
    const again = await createRunning(all, 'a');
    expect(again.incarnation).not.toBe(first.incarnation);
  });

  it('10: an unknown region or size is a mistake that says what there is', async () => {
    const { call } = world();
    const region = await call('POST', '/clusters/create', { body: createBody('a', { region: 'mars' }) });
    const size = await call('POST', '/clusters/create', { body: createBody('a', { size: 'huge' }) });
    expect([region.json.error?.code, size.json.error?.code]).toEqual(['invalid', 'invalid']);
    expect(size.json.error?.details?.problems).toEqual([
      { path: '/size', message: 'unknown size "huge"; us-east-1 has small, medium, large, xlarge' },
    ]);
  });

  it('10: all mistakes of a request come at once', async () => {
    const { wrongCall } = world();
    const answer = await wrongCall('POST', '/clusters/create', {
      body: {
        cluster_id: '../x',
        owner: ALICE_WITHOUT_ADDRESS,
        region: 'us-east-1',
        build_mode: 'fast',
        db_config: {},
      },
    });
    expect(answer.status).toBe(400);
    const paths = answer.json.error?.details?.problems?.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/cluster_id', '/owner', '/build_mode']));
  });

  it('10: a patch of the region is a mistake', async () => {
    const all = world();
    await createRunning(all, 'a');
    const answer = await all.wrongCall('PATCH', '/clusters/a', { body: { region: 'eu-west-1' } });
    expect([answer.status, answer.json.error?.message]).toEqual([
      400,
      ': must NOT have additional properties: region',
    ]);
  });

  it('10: an invalid JSON body, an unknown query parameter and an unknown path are answered by the document', async () => {
    const { emulator, wrongCall } = world();
    expect((await wrongCall('GET', '/clusters?color=red')).json.error?.message).toContain('color');
    expect((await wrongCall('GET', '/clusters?limit=0')).json.error?.details?.problems?.[0]?.path).toBe(
      'limit',
    );
    const request = { method: 'POST', headers: { 'idempotency-key': 'k' }, body: '{' };
    const broken = await emulator.fetch(new Request('http://helix.test/clusters/create', request));
    const nowhere = await emulator.fetch(new Request('http://helix.test/nowhere'));
    expect([broken.status, nowhere.status]).toEqual([400, 404]);
    expect(await nowhere.json()).toMatchObject({ error: { code: 'not_found' } });
  });

  it('11: env_vars are shown as sorted names', async () => {
    const all = world();
    const cluster = await createRunning(all, 'a', { env_vars: { ZED: 'hidden', ALPHA: 'hidden' } });
    expect(cluster['env_vars']).toEqual(['ALPHA', 'ZED']);
    expect(JSON.stringify(cluster)).not.toContain('hidden');
  });

  it('37: the answer names the request, by the id of the caller or a new one', async () => {
    const { emulator } = world();
    const url = 'http://helix.test/regions';
    const named = await emulator.fetch(new Request(url, { headers: { 'x-request-id': 'mine' } }));
    const unnamed = await emulator.fetch(new Request(url));
    expect(named.headers.get('x-request-id')).toBe('mine');
    expect(unnamed.headers.get('x-request-id')).toMatch(/^req_./);
    for (const wrong of ['', 'two words', 'x'.repeat(129)]) {
      const answer = await emulator.fetch(new Request(url, { headers: { 'x-request-id': wrong } }));
      expect(answer.status).toBe(400);
      expect(answer.headers.get('x-request-id')).toMatch(/^req_./);
    }
  });

  it('38: another method of a path is 405 with those that it allows; another path is 404', async () => {
    const { emulator } = world();
    const askFor = (method: string, path: string) =>
      emulator.fetch(new Request(`http://helix.test${path}`, { method }));
    const put = await askFor('PUT', '/clusters/a');
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'PATCH, DELETE']);
    expect(await put.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
    const get = await askFor('GET', '/clusters/create');
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await askFor('PUT', '/nothing')).status).toBe(404);
  });
});

const ALICE_WITHOUT_ADDRESS = { lineage: 'alice', workspace: 'default' };
