import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeAnonymousWorld, CLAIM, CREATE, passTime, pushImage } from './anonymous-world';
import { ALICE, BOB, eventsIn, TIMINGS, withDirectory, world } from './harness';

const DAY_MS = 24 * 60 * 60 * 1000;
const GOOD = {
  'db/schema.hx': 'N::User { name: String }\n',
  'db/queries.hx': 'QUERY q() =>\n  RETURN N<User>\n',
};
const BAD = { 'db/queries.hx': 'QUERY q() =>\n  RETURN N<Usr>\n' };

describe('an anonymous instance', () => {
  it('50: is created without a key, and its own keys come again only to who repeats the creation', async () => {
    const { call } = world({ apiKey: 'k' });
    const first = await call('POST', '/anonymous/instances', { body: CREATE, owner: null, key: 'once' });
    const again = await call('POST', '/anonymous/instances', { body: CREATE, owner: null, key: 'once' });
    expect([first.status, again.status, again.json]).toEqual([201, 200, first.json]);
    const other = { ...CREATE, name: 'other' };
    const reused = await call('POST', '/anonymous/instances', { body: other, owner: null, key: 'once' });
    expect(reused.json.error?.code).toBe('idempotency_key_reused');
    const path = '/anonymous/instances?existing=true';
    const found = await call('POST', path, { body: CREATE, owner: null, key: 'once' });
    const unknown = await call('POST', path, { body: CREATE, owner: null, key: 'never' });
    expect([found.json['instance_id'], unknown.status]).toEqual([first.json['instance_id'], 404]);
  });

  it('51: is provisioned, then runs without an image, and tells where its images are pushed to', async () => {
    const { call } = world();
    const { json } = await call('POST', '/anonymous/instances', { body: CREATE, owner: null });
    expect([json.state, json['endpoint'], json['region']]).toEqual(['provisioning', null, 'us-east-1']);
    expect(json['registry']).toEqual({ host: 'helix.test', repository: json['instance_id'] });
    const { keyed } = await makeAnonymousWorld();
    const { json: status } = await keyed('GET', '/status');
    expect([status.state, status['image'], status['size'], status['claimed']]).toEqual([
      'running',
      null,
      'small',
      false,
    ]);
    expect(status).not.toHaveProperty('deployment_key');
    const nowhere = { ...CREATE, region: 'mars' };
    expect((await call('POST', '/anonymous/instances', { body: nowhere, owner: null })).status).toBe(400);
  });

  it('52: answers 401 to another deployment key, and 404 for an id that never was', async () => {
    const { call, id } = await makeAnonymousWorld();
    const ask = (path: string, deploymentKey?: string) =>
      call(
        'GET',
        `/anonymous/instances/${path}/status`,
        deploymentKey === undefined ? {} : { deploymentKey },
      );
    expect((await ask(id)).status).toBe(401);
    expect((await ask(id, 'hdk_wrong')).status).toBe(401);
    expect((await ask('anon-00000000', 'hdk_wrong')).status).toBe(404);
  });

  it('53: ends by itself: everything about it is 410 then, and what it pushed is removed', async () => {
    await withDirectory(async (directory) => {
      const made = await makeAnonymousWorld({ directory, anonymous: { lifeMs: 60_000 } });
      const { keyed, clock, registry, created, id, emulator } = made;
      await pushImage(made, GOOD);
      await clock.advance(60_000);
      const { status, json } = await keyed('GET', '/status');
      expect([status, json.error?.code, json.error?.details]).toEqual([
        410,
        'gone',
        { expires_at: created.expires_at },
      ]);
      expect((await keyed('DELETE', '')).status).toBe(410);
      expect((await keyed('POST', '/claim', { body: CLAIM })).status).toBe(410);
      expect((await registry('GET', '')).status).toBe(403);
      expect(existsSync(join(directory, 'registry', id))).toBe(false);
      await emulator.close();
    });
  });

  it('54: is refused to an address that has created many within an hour, which may still repeat one', async () => {
    const { call, clock } = world({ anonymous: { perHour: 2 } });
    const create = (key: string) => call('POST', '/anonymous/instances', { body: CREATE, owner: null, key });
    await create('a');
    await create('b');
    const refused = await create('c');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600']);
    expect((await create('a')).status).toBe(200);
    await clock.advance(60 * 60 * 1000 + 1);
    expect((await create('c')).status).toBe(201);
  });

  it('55: deploys an image of its own by digest, joins a deployment that runs, and refuses another meanwhile', async () => {
    const made = await makeAnonymousWorld();
    const { keyed, call, id, created } = made;
    const image = await pushImage(made, GOOD);
    const other = await pushImage(made, GOOD, { note: 'x' });
    const { emulator } = made;
    const started = await emulator.fetch(
      new Request(`http://helix.test/anonymous/instances/${id}/deploy`, {
        method: 'POST',
        headers: { 'x-deployment-key': created.deployment_key, 'content-type': 'application/json' },
        body: JSON.stringify({ image }),
      }),
    );
    expect((await keyed('GET', '/status')).json.state).toBe('updating');
    expect((await keyed('POST', '/deploy', { body: { image: other } })).json.error?.code).toBe('busy');
    const joined = await passTime(made, keyed('POST', '/deploy', { body: { image } }));
    const events = eventsIn(joined.text).map(({ event }) => event);
    expect(events).toEqual(['validating', 'pulling', 'starting', 'done']);
    await started.body?.cancel();
    const { json } = await keyed('GET', '/status');
    expect([json.state, json['image']]).toEqual(['running', image]);
    expect(eventsIn((await keyed('POST', '/deploy', { body: { image } })).text).at(-1)?.event).toBe('done');
    const foreign = image.replace(id, 'anon-00000000');
    expect((await keyed('POST', '/deploy', { body: { image: foreign } })).status).toBe(400);
    const unknown = image.replace(/.{8}$/, '00000000');
    expect((await keyed('POST', '/deploy', { body: { image: unknown } })).status).toBe(400);
    expect((await call('POST', `/anonymous/instances/${id}/deploy`, { body: { image } })).status).toBe(401);
  });

  it('56: checks the queries in the layers of the image, and keeps running what ran', async () => {
    const made = await makeAnonymousWorld();
    const { keyed } = made;
    const good = await pushImage(made, GOOD);
    await passTime(made, keyed('POST', '/deploy', { body: { image: good } }));
    const bad = await pushImage(made, GOOD, BAD);
    const { text } = await keyed('POST', '/deploy', { body: { image: bad } });
    const [, end] = eventsIn(text);
    expect(end).toMatchObject({
      event: 'error',
      data: { message: '1 error', file: 'db/queries.hx', line: 2 },
    });
    const { json } = await keyed('GET', '/status');
    expect([json['image'], json['last_deployment']]).toEqual([
      good,
      expect.objectContaining({
        state: 'error',
        image: bad,
        reason: expect.stringContaining('db/queries.hx:2: ') as string,
      }),
    ]);
    const plain = await pushImage(made, { 'bin/server': 'x' });
    const done = await passTime(made, keyed('POST', '/deploy', { body: { image: plain } }));
    expect(eventsIn(done.text).at(-1)?.event).toBe('done');
  });

  it('57: becomes a cluster of the account that claims it, once', async () => {
    const { keyed, call } = await makeAnonymousWorld({ apiKey: 'k' });
    expect((await keyed('POST', '/claim', { body: CLAIM })).status).toBe(401);
    const claimed = await keyed('POST', '/claim', { body: CLAIM, apiKey: 'k' });
    expect(claimed.json).toMatchObject({ cluster_id: 'mine', owner: ALICE, state: 'running', size: 'small' });
    const read = await call('GET', '/clusters/mine/status', { apiKey: 'k' });
    expect(read.json).toEqual(claimed.json);
    expect((await keyed('POST', '/claim', { body: CLAIM, apiKey: 'k' })).json).toEqual(claimed.json);
    const byBob = await keyed('POST', '/claim', { body: { ...CLAIM, owner: BOB }, apiKey: 'k' });
    expect([byBob.json.error?.code, byBob.json.error?.details?.owner]).toEqual(['owned_by_other', ALICE]);
    const { json } = await keyed('GET', '/status');
    expect([json['claimed'], json['cluster_id']]).toEqual([true, 'mine']);
  });

  it('57: does not take the id of a cluster that is there', async () => {
    const { keyed, call, clock } = await makeAnonymousWorld();
    const body = { cluster_id: 'mine', owner: ALICE, region: 'us-east-1', build_mode: 'dev', db_config: {} };
    await call('POST', '/clusters/create', { body });
    await clock.advance(TIMINGS.provisionMs);
    const again = await keyed('POST', '/claim', { body: CLAIM });
    expect(again.json.error?.code).toBe('already_exists');
    const foreign = await keyed('POST', '/claim', { body: { ...CLAIM, owner: BOB } });
    expect(foreign.json.error?.code).toBe('owned_by_other');
  });

  it('58: is read by its deployment key for a day after the claim, and is deployed and deleted as a cluster', async () => {
    const made = await makeAnonymousWorld({ apiKey: 'k' });
    const { keyed, clock, call, id } = made;
    const image = await pushImage(made, GOOD);
    await keyed('POST', '/claim', { body: CLAIM, apiKey: 'k' });
    expect((await keyed('POST', '/deploy', { body: { image } })).json.error?.code).toBe('wrong_state');
    expect((await keyed('DELETE', '')).json.error?.code).toBe('wrong_state');
    await clock.advance(40 * DAY_MS);
    expect((await keyed('GET', '/status')).status).toBe(401);
    expect((await call('GET', `/anonymous/instances/${id}/status`, { apiKey: 'k' })).json['claimed']).toBe(
      true,
    );
  });

  it('59: is deleted with what it pushed, and its creation cannot be repeated afterwards', async () => {
    await withDirectory(async (directory) => {
      const made = await makeAnonymousWorld({ directory });
      const { keyed, clock, id, call, emulator } = made;
      await pushImage(made, GOOD);
      expect((await keyed('DELETE', '')).json.state).toBe('deleting');
      expect((await keyed('DELETE', '')).status).toBe(202);
      expect(existsSync(join(directory, 'registry', id))).toBe(false);
      await clock.advance(TIMINGS.deleteMs);
      expect((await keyed('GET', '/status')).status).toBe(404);
      const create = () => call('POST', '/anonymous/instances', { body: CREATE, owner: null, key: 'gone' });
      const { json } = await create();
      await call('DELETE', `/anonymous/instances/${String(json['instance_id'])}`, {
        deploymentKey: String(json['deployment_key']),
      });
      await clock.advance(TIMINGS.deleteMs);
      expect((await create()).status).toBe(410);
      await emulator.close();
    });
  });

  it('60: has a log, and the faults of creations', async () => {
    const made = await makeAnonymousWorld();
    const image = await pushImage(made, GOOD);
    await passTime(made, made.keyed('POST', '/deploy', { body: { image } }));
    const lines = (await made.keyed('GET', '/logs')).text.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { message: 'provisioning in us-east-1' },
      { level: 'info', message: `deploying ${image}` },
    ]);
    made.emulator.faults.rules = [{ fault: { kind: 'failed-provisioning', reason: 'no room' }, next: 1 }];
    const { json } = await made.call('POST', '/anonymous/instances', { body: CREATE, owner: null });
    await made.clock.advance(TIMINGS.provisionMs);
    const path = `/anonymous/instances/${String(json['instance_id'])}/status`;
    const failed = await made.call('GET', path, { deploymentKey: String(json['deployment_key']) });
    expect([failed.json.state, failed.json['reason']]).toEqual(['failed', 'no room']);
  });

  it('32: is there for another process that uses the directory', async () => {
    await withDirectory(async (directory) => {
      const made = await makeAnonymousWorld({ directory });
      const image = await pushImage(made, GOOD);
      await passTime(made, made.keyed('POST', '/deploy', { body: { image } }));
      const other = world({ directory, clock: made.clock });
      const path = `/anonymous/instances/${made.id}/status`;
      const { json } = await other.call('GET', path, { deploymentKey: made.created.deployment_key });
      expect(json['image']).toBe(image);
      await other.emulator.close();
      await made.emulator.close();
    });
  });
});
