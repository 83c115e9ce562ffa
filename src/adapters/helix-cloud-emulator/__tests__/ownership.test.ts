import { ALICE, BOB, createBody, createRunning, readStatus, TIMINGS, world } from './harness';

describe('ownership', () => {
  it('12: a call by somebody else is 409 with the owner, and changes nothing', async () => {
    const all = world();
    const before = await createRunning(all, 'a');
    const owner = BOB;
    const answers = [
      await all.call('PATCH', '/clusters/a', { owner, body: { size: 'large', labels: { x: '1' } } }),
      await all.call('POST', '/clusters/a/deploy', { owner, body: { digest: 'd', files: [] } }),
      await all.call('POST', '/clusters/a/start', { owner }),
      await all.call('POST', '/clusters/a/stop', { owner }),
      await all.call('DELETE', '/clusters/a', { owner }),
    ];
    for (const { status: code, json } of answers) {
      expect([code, json.error?.code, json.error?.details?.owner]).toEqual([409, 'owned_by_other', ALICE]);
    }
    expect(await readStatus(all.call, 'a')).toEqual(before);
  });

  it.each(['workspace', 'address', 'lineage'])('12: another %s is another owner', async (part) => {
    const all = world();
    await createRunning(all, 'a');
    const answer = await all.call('DELETE', '/clusters/a', { owner: { ...ALICE, [part]: 'other' } });
    expect(answer.json.error?.code).toBe('owned_by_other');
  });

  it('12: parts of the owner are percent-encoded', async () => {
    const all = world();
    const owner = { lineage: 'a/b', workspace: 'café', address: 'cluster.100%' };
    await createRunning(all, 'a', { owner });
    expect((await all.call('DELETE', '/clusters/a', { owner })).status).toBe(202);
  });

  it('12: without the header, or with a wrong one, it is 400', async () => {
    const all = world();
    await createRunning(all, 'a');
    expect((await all.wrongCall('DELETE', '/clusters/a', { owner: null })).status).toBe(400);
    const wrong = { method: 'DELETE', headers: { 'helix-owner': 'a/%zz/c' } };
    const answer = await all.emulator.fetch(new Request('http://helix.test/clusters/a', wrong));
    expect(answer.status).toBe(400);
  });

  it('13: an id that somebody has cannot be created', async () => {
    const all = world();
    await createRunning(all, 'a');
    const theirs = await all.call('POST', '/clusters/create', { body: createBody('a', { owner: BOB }) });
    const ours = await all.call('POST', '/clusters/create', { body: createBody('a') });
    expect([theirs.status, theirs.json.error?.code, theirs.json.error?.details?.owner]).toEqual([
      409,
      'owned_by_other',
      ALICE,
    ]);
    expect([ours.status, ours.json.error?.code]).toEqual([409, 'already_exists']);
  });

  it('14: adoption is a compare-and-set', async () => {
    const all = world();
    await createRunning(all, 'a');
    const carol = { ...BOB, lineage: 'carol' };
    const adopt = (from: typeof BOB | null) =>
      all.call('PATCH', '/clusters/a', { owner: BOB, body: { owner: BOB, adopt_from: from } });
    const wrong = await adopt(carol);
    expect([wrong.status, wrong.json.error?.details?.owner]).toEqual([409, ALICE]);
    expect((await adopt(null)).status).toBe(409);
    expect((await adopt(ALICE)).json).toMatchObject({ owner: BOB, state: 'running' });
    expect((await adopt(ALICE)).status).toBe(200);
    expect((await all.call('DELETE', '/clusters/a')).json.error?.code).toBe('owned_by_other');
    const found = await all.call('GET', '/clusters?lineage=bob&workspace=default');
    expect((found.json['clusters'] as unknown[]).length).toBe(1);
    expect((await all.call('GET', '/clusters?lineage=alice')).json['clusters']).toEqual([]);
  });

  it('14: the caller of an adoption is the new owner', async () => {
    const all = world();
    await createRunning(all, 'a');
    const body = { owner: BOB, adopt_from: ALICE };
    expect((await all.call('PATCH', '/clusters/a', { owner: ALICE, body })).status).toBe(400);
    expect((await all.wrongCall('PATCH', '/clusters/a', { owner: BOB, body: { owner: BOB } })).status).toBe(
      400,
    );
  });

  it('15: what belongs to nobody can only be adopted', async () => {
    const all = world();
    expect((await createRunning(all, 'a', { owner: null }))['owner']).toBeNull();
    const refused = await all.call('DELETE', '/clusters/a');
    expect([refused.json.error?.code, refused.json.error?.details?.owner]).toEqual(['owned_by_other', null]);
    const body = { owner: ALICE, adopt_from: null };
    expect((await all.call('PATCH', '/clusters/a', { body })).json).toMatchObject({ owner: ALICE });
    expect((await all.call('DELETE', '/clusters/a')).status).toBe(202);
  });

  it('16: a late call for an earlier incarnation hits nothing', async () => {
    const all = world();
    const first = await createRunning(all, 'a');
    await all.call('DELETE', `/clusters/a?incarnation=${String(first.incarnation)}`);
    await all.clock.advance(TIMINGS.deleteMs);
    const second = await createRunning(all, 'a');
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/stop'],
    ] as const) {
      const late = await all.call(method, `/clusters/a${path}?incarnation=${String(first.incarnation)}`);
      expect([late.status, late.json.error?.code]).toEqual([412, 'incarnation_mismatch']);
    }
    expect(await readStatus(all.call, 'a')).toEqual(second);
    expect((await all.call('DELETE', `/clusters/a?incarnation=${String(second.incarnation)}`)).status).toBe(
      202,
    );
  });
});
