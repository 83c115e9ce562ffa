import { Faults, parseFaultRules } from '../faults';
import {
  createBody,
  deployBody,
  eventsIn,
  createRunning,
  readStatus,
  TIMINGS,
  passTimeDuring,
  world,
} from './harness';

describe('fault rules', () => {
  it('hit always and everywhere when nothing else is said', () => {
    const faults = new Faults([{ fault: { kind: 'error-before-commit' } }]);
    const hits = [
      faults.take('error-before-commit', 'listRegions'),
      faults.take('error-before-commit', 'listClusters'),
    ];
    expect(hits).toEqual([{ kind: 'error-before-commit' }, { kind: 'error-before-commit' }]);
    expect(faults.take('torn-body', 'listRegions')).toBeUndefined();
  });

  it('hit the next N requests of their operations', () => {
    const faults = new Faults([{ fault: { kind: 'torn-body' }, next: 2, operations: ['listRegions'] }]);
    const take = (operation: 'listRegions' | 'listClusters') =>
      faults.take('torn-body', operation) !== undefined;
    expect([take('listClusters'), take('listRegions'), take('listRegions'), take('listRegions')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('hit at their rate, the same way for the same seed', () => {
    const hits = (seed: number) => {
      const faults = new Faults([{ fault: { kind: 'torn-body' }, rate: 0.3 }], seed);
      return Array.from({ length: 1000 }, () => faults.take('torn-body', 'listRegions') !== undefined);
    };
    const count = hits(7).filter(Boolean).length;
    expect(count).toBeGreaterThan(240);
    expect(count).toBeLessThan(360);
    expect(hits(7)).toEqual(hits(7));
    expect(hits(7)).not.toEqual(hits(8));
  });

  it('use none of their next up when the dice miss', () => {
    const faults = new Faults([{ fault: { kind: 'torn-body' }, rate: 0.2, next: 3 }]);
    const hits = Array.from({ length: 200 }, () => faults.take('torn-body', 'listRegions') !== undefined);
    expect(hits.filter(Boolean)).toHaveLength(3);
  });

  it.each([
    ['no list', {}, 'rules must be a list'],
    ['an unknown kind', [{ fault: { kind: 'fire' } }], 'rule 0: unknown fault.kind'],
    ['a missing parameter', [{ fault: { kind: 'latency' } }], 'rule 0: fault.ms must be a number'],
    [
      'a parameter too many',
      [{ fault: { kind: 'torn-body', ms: 1 } }],
      'rule 0: fault.ms must be a known key',
    ],
    ['a rate above 1', [{ fault: { kind: 'torn-body' }, rate: 2 }], 'rule 0: rate must be 0 to 1'],
    ['half a next', [{ fault: { kind: 'torn-body' }, next: 0.5 }], 'rule 0: next must be a count'],
    [
      'a strange operation',
      [{ fault: { kind: 'torn-body' }, operations: ['x'] }],
      'rule 0: unknown name in operations',
    ],
    ['a key too many', [{ fault: { kind: 'torn-body' }, often: 1 }], 'rule 0: unknown key often'],
  ])('are refused with %s', (_, rules, said) => {
    expect(parseFaultRules(rules)).toBe(said);
  });
});

describe('faults', () => {
  it('34: latency delays', async () => {
    const { call, clock, emulator } = world();
    emulator.faults.rules = [{ fault: { kind: 'latency', ms: 5000 }, next: 1 }];
    let done = false;
    const answer = call('GET', '/regions').then(() => (done = true));
    await clock.advance(4999);
    expect(done).toBe(false);
    await clock.advance(1);
    await answer;
  });

  it.each([
    [{ kind: 'rate-limit', retryAfterSeconds: 7 }, 429, 'rate_limited', '7'],
    [{ kind: 'unavailable', retryAfterSeconds: 2 }, 503, 'unavailable', '2'],
    [{ kind: 'error-before-commit' }, 500, 'internal', null],
  ] as const)('34: %j does nothing and says so', async (fault, code, error, retryAfter) => {
    const { call, emulator } = world({ apiKey: 'secret' });
    emulator.faults.rules = [{ fault, next: 1 }];
    const first = await call('POST', '/clusters/create', { body: createBody('a') });
    expect([first.status, first.json.error?.code, first.headers.get('retry-after')]).toEqual([
      code,
      error,
      retryAfter,
    ]);
    expect(emulator.calls().commits).toEqual({});
    const second = await call('POST', '/clusters/create', { body: createBody('a'), apiKey: 'secret' });
    expect(second.status).toBe(201);
    expect(emulator.calls().clusters['a']).toEqual({
      requests: { createCluster: 2 },
      commits: { createCluster: 1 },
    });
  });

  it('35: error-after-commit has done the work; the same key finds it', async () => {
    const { call, emulator } = world();
    emulator.faults.rules = [{ fault: { kind: 'error-after-commit' }, next: 1 }];
    const send = () => call('POST', '/clusters/create', { key: 'k', body: createBody('a') });
    expect((await send()).status).toBe(500);
    expect((await send()).status).toBe(200);
    expect(emulator.calls().commits).toEqual({ createCluster: 1 });
  });

  it('35: drop-after-commit rejects with a TypeError, the work done', async () => {
    const { call, emulator } = world();
    emulator.faults.rules = [{ fault: { kind: 'drop-after-commit' }, next: 1 }];
    await expect(call('POST', '/clusters/create', { body: createBody('a') })).rejects.toThrow(TypeError);
    expect((await readStatus(call, 'a')).state).toBe('provisioning');
  });

  it('35: torn-body cuts a document, and a stream before its end', async () => {
    const all = world({}, { tornBodies: true });
    await createRunning(all, 'a');
    all.emulator.faults.rules = [{ fault: { kind: 'torn-body' }, next: 2 }];
    const torn = await all.call('GET', '/clusters/a/status');
    expect(torn.status).toBe(200);
    expect(() => JSON.parse(torn.text) as unknown).toThrow(SyntaxError);
    const deploy = all.call('POST', '/clusters/a/deploy', { body: deployBody('d', { 'a.hx': '' }) });
    expect(eventsIn((await passTimeDuring(all.clock, deploy)).text)).toEqual([]);
    await all.clock.advance(2 * TIMINGS.deployStepMs);
    expect(await readStatus(all.call, 'a')).toMatchObject({ deployment: { digest: 'd' } });
  });

  it('35: what fails by itself is not hit', async () => {
    const { call, emulator } = world();
    emulator.faults.rules = [{ fault: { kind: 'drop-after-commit' }, next: 1 }];
    expect((await call('GET', '/clusters/a/status')).status).toBe(404);
    expect(emulator.faults.rules[0]?.next).toBe(1);
  });

  it('36: stuck-provisioning lasts until the cluster is deleted', async () => {
    const { call, clock, emulator } = world();
    emulator.faults.rules = [{ fault: { kind: 'stuck-provisioning' }, next: 1 }];
    await call('POST', '/clusters/create', { body: createBody('a') });
    await clock.advance(1e9);
    expect(await readStatus(call, 'a')).toMatchObject({
      state: 'provisioning',
      reason: 'waiting for capacity in us-east-1',
    });
    await call('DELETE', '/clusters/a');
    await clock.advance(TIMINGS.deleteMs);
    expect((await call('GET', '/clusters/a/status')).status).toBe(404);
  });

  it('36: failed-provisioning says why, in the log too', async () => {
    const all = world();
    all.emulator.faults.rules = [{ fault: { kind: 'failed-provisioning', reason: 'no capacity' }, next: 1 }];
    expect(await createRunning(all, 'a')).toMatchObject({
      state: 'failed',
      reason: 'no capacity',
      last_error: 'no capacity',
      endpoint: null,
    });
    expect((await all.call('GET', '/clusters/a/logs')).text).toContain('failed: no capacity');
  });

  it('36: a create that is refused uses no such fault up', async () => {
    const { call, emulator } = world();
    await call('POST', '/clusters/create', { body: createBody('a') });
    emulator.faults.rules = [{ fault: { kind: 'stuck-provisioning' }, next: 1 }];
    await call('POST', '/clusters/create', { body: createBody('a') });
    expect(emulator.faults.rules[0]?.next).toBe(1);
  });
});
