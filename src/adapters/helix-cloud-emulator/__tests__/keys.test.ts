import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import document from '../../../../schemas/helix-cloud.openapi.json';
import { createEmulator } from '../emulator';
import type { Answer, Call, World } from './harness';
import { callerOf, countingRandom, createBody, createRunning, withDirectory, world } from './harness';

const DAY_MS = 24 * 60 * 60 * 1000;

interface Made {
  readonly id: string;
  readonly key: string;
  readonly answer: Answer;
}

/** An emulator that was started with the key `boot`. */
function bootWorld(): World {
  return world({ apiKey: 'boot' });
}

async function createKey(
  call: Call,
  body: object,
  options: { key?: string; apiKey?: string } = {},
): Promise<Made> {
  const answer = await call('POST', '/keys', { apiKey: 'boot', body, ...options });
  return { id: String(answer.json['id']), key: String(answer.json['key']), answer };
}

async function rotate(
  call: Call,
  id: string,
  graceSeconds: number,
  apiKey = 'boot',
  key?: string,
): Promise<Made> {
  const body = { grace_seconds: graceSeconds };
  const options = key === undefined ? { apiKey, body } : { apiKey, body, key };
  const answer = await call('POST', `/keys/${id}/rotate`, options);
  return { id: String(answer.json['id']), key: String(answer.json['key']), answer };
}

async function readStatusWith(call: Call, apiKey: string): Promise<number> {
  return (await call('GET', '/me', { apiKey })).status;
}

async function readKeys(call: Call, apiKey = 'boot'): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { json } = await call('GET', '/keys', { apiKey });
  return json['keys'] as readonly Readonly<Record<string, unknown>>[];
}

const codeOf = ({ status, json }: Answer) => [status, json.error?.code];

describe('the key that the emulator was started with', () => {
  it('1: is taken, and any other and none is 401', async () => {
    const { call } = bootWorld();
    expect(codeOf(await call('GET', '/regions', { apiKey: 'boot' }))).toEqual([200, undefined]);
    expect(codeOf(await call('GET', '/regions', { apiKey: 'other' }))).toEqual([401, 'unauthorized']);
    expect(codeOf(await call('GET', '/regions'))).toEqual([401, 'unauthorized']);
  });

  it('1: without one, any key and none are an admin, and those that it created are what they are', async () => {
    const { call } = world();
    expect((await call('GET', '/keys', { apiKey: 'whatever' })).status).toBe(200);
    expect((await call('GET', '/keys')).status).toBe(200);
    const { key } = await createKey(call, { name: 'ci', scope: 'read' });
    expect((await call('GET', '/keys', { apiKey: key })).status).toBe(403);
  });

  it('39: is an admin key called bootstrap', async () => {
    const { call } = bootWorld();
    expect((await call('GET', '/me', { apiKey: 'boot' })).json['key']).toEqual({
      id: 'key_bootstrap',
      name: 'bootstrap',
      scope: 'admin',
      expires_at: null,
    });
  });

  it('39: stays revoked when the emulator is started with it again', async () => {
    await withDirectory(async (directory) => {
      const first = world({ apiKey: 'boot', directory });
      await first.call('DELETE', '/keys/key_bootstrap', { apiKey: 'boot' });
      await first.emulator.close();
      const second = world({ apiKey: 'boot', directory });
      expect(await readStatusWith(second.call, 'boot')).toBe(401);
      await second.emulator.close();
      const other = world({ apiKey: 'boot2', directory });
      expect(await readStatusWith(other.call, 'boot2')).toBe(200);
      await other.emulator.close();
    });
  });
});

describe('scopes', () => {
  it.each([
    ['read', 'POST', '/clusters/create', createBody('b'), 'deploy'],
    ['read', 'POST', '/clusters/a/stop', undefined, 'deploy'],
    ['deploy', 'GET', '/keys', undefined, 'admin'],
    ['deploy', 'POST', '/keys', { name: 'x', scope: 'read' }, 'admin'],
    ['deploy', 'POST', '/keys/key_bootstrap/rotate', { grace_seconds: 0 }, 'admin'],
    ['deploy', 'DELETE', '/keys/key_bootstrap', undefined, 'admin'],
    ['cluster:a', 'DELETE', '/keys/key_bootstrap', undefined, 'admin'],
  ])('2: a key of the scope %s is refused %s %s', async (scope, method, path, body, needed) => {
    const { call, emulator } = bootWorld();
    const { key } = await createKey(call, { name: 'small', scope });
    const commits = emulator.calls().commits;
    const answer = await call(method, path, { apiKey: key, body });
    expect(codeOf(answer)).toEqual([403, 'forbidden']);
    expect(answer.json.error?.details).toEqual({ scope, required_scope: needed });
    expect(answer.json.error?.message).toContain(`has the scope ${scope}`);
    expect(emulator.calls().commits).toEqual(commits);
  });

  it('2: read reads, deploy also changes', async () => {
    const all = world();
    await createRunning(all, 'a');
    const read = await createKey(all.call, { name: 'r', scope: 'read' });
    const deploy = await createKey(all.call, { name: 'd', scope: 'deploy' });
    expect((await all.call('GET', '/clusters', { apiKey: read.key })).status).toBe(200);
    expect((await all.call('GET', '/clusters/a/status', { apiKey: read.key })).status).toBe(200);
    expect((await all.call('POST', '/clusters/a/stop', { apiKey: deploy.key })).status).toBe(202);
  });

  it('2: each call of the document has a required scope, or a security of its own', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values<object>(methods));
    const open = operations.filter(
      (operation) => !('x-required-scope' in operation || 'security' in operation),
    );
    expect(open).toEqual([]);
    expect(operations.length).toBeGreaterThan(14);
  });

  it('41: a key for one cluster creates, sees and changes that one alone', async () => {
    const all = world();
    await createRunning(all, 'a');
    const { key: apiKey } = await createKey(all.call, { name: 'b-only', scope: 'cluster:b' });
    const { call } = all;
    expect((await call('POST', '/clusters/create', { apiKey, body: createBody('b') })).status).toBe(201);
    expect((await call('GET', '/clusters/b/status', { apiKey })).status).toBe(200);
    expect((await call('POST', '/clusters/create', { apiKey, body: createBody('c') })).status).toBe(403);
    expect((await call('GET', '/clusters/a/status', { apiKey })).status).toBe(403);
    expect((await call('DELETE', '/clusters/a', { apiKey })).status).toBe(403);
    const list = (await call('GET', '/clusters?limit=1', { apiKey })).json['clusters'];
    expect(list).toMatchObject([{ cluster_id: 'b' }]);
    expect((await call('DELETE', '/clusters/b', { apiKey })).status).toBe(202);
  });
});

describe('a created key', () => {
  it('40: is answered once and stored as a hash', async () => {
    await withDirectory(async (directory) => {
      const { call, emulator } = world({ apiKey: 'boot', directory });
      const { key, answer } = await createKey(call, { name: 'ci', scope: 'read', expires_in: 60 });
      expect(answer.status).toBe(201);
      const [, entry] = await readKeys(call);
      expect(entry).toMatchObject({ name: 'ci', scope: 'read', last_used_at: null, revoked_at: null });
      expect(key.startsWith(String(entry?.['prefix']))).toBe(true);
      expect(entry).not.toHaveProperty('key');
      const stored = readFileSync(join(directory, 'clusters.jsonl'), 'utf8');
      expect(stored).toContain('"name":"ci"');
      expect(stored).not.toContain(key);
      expect(stored).not.toContain('"boot"');
      await emulator.close();
    });
  });

  it('42: is 401 once it has expired, and the message has the time', async () => {
    const { call, clock } = bootWorld();
    const { key, answer } = await createKey(call, { name: 'short', scope: 'read', expires_in: 10 });
    await clock.advance(9999);
    expect(await readStatusWith(call, key)).toBe(200);
    await clock.advance(1);
    const refused = await call('GET', '/me', { apiKey: key });
    expect(codeOf(refused)).toEqual([401, 'unauthorized']);
    expect(refused.json.error?.message).toContain(String(answer.json['expires_at']));
  });

  it('42: is 401 at once after it was revoked, in another process of the directory too', async () => {
    await withDirectory(async (directory) => {
      const { call, emulator, clock } = world({ apiKey: 'boot', directory });
      const other = createEmulator({ directory, apiKey: 'boot', clock, random: countingRandom() });
      const callOther = callerOf(other.fetch);
      const { id, key } = await createKey(call, { name: 'ci', scope: 'read' });
      expect(await readStatusWith(callOther, key)).toBe(200);
      const first = await call('DELETE', `/keys/${id}`, { apiKey: 'boot' });
      const refused = await callOther('GET', '/me', { apiKey: key });
      expect(refused.json.error?.message).toContain('was revoked at');
      expect((await call('DELETE', `/keys/${id}`, { apiKey: 'boot' })).json).toEqual(first.json);
      await emulator.close();
      await other.close();
    });
  });

  it('42: that does not exist is 404 when it is revoked or rotated', async () => {
    const { call } = bootWorld();
    expect(codeOf(await call('DELETE', '/keys/key_x', { apiKey: 'boot' }))).toEqual([404, 'not_found']);
    expect(codeOf((await rotate(call, 'key_x', 0)).answer)).toEqual([404, 'not_found']);
  });

  it('43: remembers its last use to the minute', async () => {
    const { call, clock } = bootWorld();
    const { key } = await createKey(call, { name: 'ci', scope: 'read' });
    const uses: unknown[] = [];
    for (const ms of [0, 59_999, 1]) {
      await clock.advance(ms);
      await readStatusWith(call, key);
      uses.push((await readKeys(call)).find(({ name }) => name === 'ci')?.['last_used_at']);
    }
    expect(uses[1]).toBe(uses[0]);
    expect(Date.parse(String(uses[2])) - Date.parse(String(uses[0]))).toBe(60_000);
  });

  it('47: takes no name of another key in force', async () => {
    const { call } = bootWorld();
    const { id } = await createKey(call, { name: 'ci', scope: 'read' });
    expect(codeOf((await createKey(call, { name: 'ci', scope: 'deploy' })).answer)).toEqual([
      409,
      'already_exists',
    ]);
    await call('DELETE', `/keys/${id}`, { apiKey: 'boot' });
    expect((await createKey(call, { name: 'ci', scope: 'deploy' })).answer.status).toBe(201);
  });

  it.each([
    [{ name: 'a b', scope: 'read' }, '/name'],
    [{ name: 'ci', scope: 'root' }, '/scope'],
    [{ name: 'ci', scope: 'cluster:' }, '/scope'],
    [{ name: 'ci', scope: 'read', expires_in: 0 }, '/expires_in'],
    [{ name: 'ci', scope: 'read', expires_in: 1e12 }, '/expires_in'],
  ])('10: %j is a mistake in %s', async (body, path) => {
    const { wrongCall } = bootWorld();
    const { answer } = await createKey(wrongCall, body);
    expect(codeOf(answer)).toEqual([400, 'invalid']);
    expect(answer.json.error?.details?.problems).toMatchObject([{ path }]);
  });

  it('48: is listed for 30 days after its end', async () => {
    const { call, clock } = bootWorld();
    const { id } = await createKey(call, { name: 'ci', scope: 'read' });
    await call('DELETE', `/keys/${id}`, { apiKey: 'boot' });
    await clock.advance(30 * DAY_MS - 1);
    expect(await readKeys(call)).toHaveLength(2);
    await clock.advance(1);
    expect(await readKeys(call)).toHaveLength(1);
  });
});

describe('a rotated key', () => {
  it('44: works until the grace is over; its successor lives as long as it was made for', async () => {
    const { call, clock } = bootWorld();
    const old = await createKey(call, { name: 'ci', scope: 'deploy', expires_in: 1000 });
    await clock.advance(500_000);
    const next = await rotate(call, old.id, 60);
    expect(next.answer.json).toMatchObject({ name: 'ci', scope: 'deploy' });
    expect(next.id).not.toBe(old.id);
    const now = clock.now().getTime();
    expect(Date.parse(String(next.answer.json['previous_valid_until'])) - now).toBe(60_000);
    expect(Date.parse(String(next.answer.json['expires_at'])) - now).toBe(1_000_000);
    expect([await readStatusWith(call, old.key), await readStatusWith(call, next.key)]).toEqual([200, 200]);
    await clock.advance(60_000);
    expect([await readStatusWith(call, old.key), await readStatusWith(call, next.key)]).toEqual([401, 200]);
  });

  it('44: ends no later than it would have without the rotation, and cannot be rotated afterwards', async () => {
    const { call, clock } = bootWorld();
    const old = await createKey(call, { name: 'ci', scope: 'read', expires_in: 10 });
    const next = await rotate(call, old.id, 3600);
    expect(next.answer.json['previous_valid_until']).toBe(old.answer.json['expires_at']);
    await clock.advance(10_000);
    expect(codeOf((await rotate(call, old.id, 0)).answer)).toEqual([409, 'wrong_state']);
  });

  it('45: may be the key that asks, whatever its scope; it may revoke itself as well', async () => {
    const { call } = bootWorld();
    const old = await createKey(call, { name: 'ci', scope: 'read' });
    const next = await rotate(call, old.id, 0, old.key);
    expect([await readStatusWith(call, old.key), await readStatusWith(call, next.key)]).toEqual([401, 200]);
    expect((await call('DELETE', `/keys/${next.id}`, { apiKey: next.key })).status).toBe(200);
    expect(await readStatusWith(call, next.key)).toBe(401);
  });
});

describe('a repeated Idempotency-Key', () => {
  it('46: answers the same id with a new key until the key is used', async () => {
    const { call } = bootWorld();
    const body = { name: 'ci', scope: 'read' };
    const first = await createKey(call, body, { key: 'once' });
    const second = await createKey(call, body, { key: 'once' });
    expect([second.answer.status, second.id]).toEqual([201, first.id]);
    expect([await readStatusWith(call, first.key), await readStatusWith(call, second.key)]).toEqual([
      401, 200,
    ]);
    expect(codeOf((await createKey(call, body, { key: 'once' })).answer)).toEqual([409, 'already_exists']);
    const other = await createKey(call, { ...body, scope: 'deploy' }, { key: 'once' });
    expect(codeOf(other.answer)).toEqual([422, 'idempotency_key_reused']);
  });

  it('46: makes one successor of a rotated key', async () => {
    const { call } = bootWorld();
    const old = await createKey(call, { name: 'ci', scope: 'read' });
    const first = await rotate(call, old.id, 60, 'boot', 'once');
    const second = await rotate(call, old.id, 60, 'boot', 'once');
    expect(second.id).toBe(first.id);
    expect(second.answer.json['previous_valid_until']).toBe(first.answer.json['previous_valid_until']);
    expect([await readStatusWith(call, first.key), await readStatusWith(call, second.key)]).toEqual([
      401, 200,
    ]);
    expect(await readKeys(call)).toHaveLength(3);
  });

  it('35: after drop-after-commit makes no second key', async () => {
    const { call, emulator } = bootWorld();
    emulator.faults.rules = [{ fault: { kind: 'drop-after-commit' }, operations: ['createKey'], next: 1 }];
    const body = { name: 'ci', scope: 'read' };
    await expect(createKey(call, body, { key: 'once' })).rejects.toThrow('fetch failed');
    const { key } = await createKey(call, body, { key: 'once' });
    expect(await readStatusWith(call, key)).toBe(200);
    expect(await readKeys(call)).toHaveLength(2);
  });
});
