import { EVERY_FAULT } from '../faults';
import type { FlyFault } from '../faults';
import { CONFIG, flyWorld } from './harness';

async function createShopWith(fault: FlyFault) {
  const world = flyWorld();
  const app = await world.createShop();
  world.standIn.faults.rules = [{ fault, next: 1 }];
  const create = () => world.call('POST', '/apps/shop/machines', { body: { name: 'web', config: CONFIG } });
  return { ...world, app, create };
}

describe('faults', () => {
  it('33: latency delays', async () => {
    const { clock, create } = await createShopWith({ kind: 'latency', ms: 5000 });
    let isDone = false;
    const answer = create().then(() => (isDone = true));
    await clock.advance(4999);
    expect(isDone).toBe(false);
    await clock.advance(1);
    expect(await answer).toBe(true);
  });

  it.each<[FlyFault, number, string | null]>([
    [{ kind: 'rate-limit', retryAfterSeconds: 7 }, 429, '7'],
    [{ kind: 'rate-limit', retryAfterSeconds: null }, 429, null],
    [{ kind: 'refuse', status: 401 }, 401, null],
    [{ kind: 'refuse', status: 403 }, 403, null],
    [{ kind: 'refuse', status: 404 }, 404, null],
    [{ kind: 'refuse', status: 409 }, 409, null],
    [{ kind: 'refuse', status: 422 }, 422, null],
    [EVERY_FAULT['error-before-commit'], 500, null],
    [EVERY_FAULT.unavailable, 503, null],
    [EVERY_FAULT['timeout-before-commit'], 408, null],
  ])('33: %j does nothing and says so', async (fault, status, retryAfter) => {
    const { app, create } = await createShopWith(fault);
    const answer = await create();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(app.machines).toEqual([]);
    expect((await create()).status).toBe(200);
  });

  it('33: drop-before-commit breaks the connection, nothing done', async () => {
    const { app, create } = await createShopWith(EVERY_FAULT['drop-before-commit']);
    await expect(create()).rejects.toThrow(TypeError);
    expect(app.machines).toEqual([]);
  });

  it.each<[FlyFault, number]>([
    [EVERY_FAULT['error-after-commit'], 500],
    [EVERY_FAULT['timeout-after-commit'], 408],
  ])('34: %j has done the work', async (fault, status) => {
    const { app, create } = await createShopWith(fault);
    expect((await create()).status).toBe(status);
    expect(app.machines).toHaveLength(1);
  });

  it('34: drop-after-commit breaks the connection, the work done', async () => {
    const { app, create } = await createShopWith(EVERY_FAULT['drop-after-commit']);
    await expect(create()).rejects.toThrow(TypeError);
    expect(app.machines).toHaveLength(1);
  });

  it('34: a timeout does not hit calls that make nothing, nor those that fail by themselves', async () => {
    const { call, standIn } = await createShopWith(EVERY_FAULT['timeout-after-commit']);
    expect((await call('GET', '/apps/shop/machines')).status).toBe(200);
    expect((await call('GET', '/apps/mill')).status).toBe(404);
    const taken = await call('POST', '/apps', { body: { app_name: 'shop', org_slug: 'personal' } });
    expect([taken.status, standIn.faults.rules[0]?.next]).toEqual([422, 1]);
  });

  it.each<[FlyFault, string]>([
    [EVERY_FAULT['no-room'], 'insufficient_capacity'],
    [EVERY_FAULT['volume-host-full'], 'volume_placement_capacity'],
  ])('35: %j is 412 with the word %s', async (fault, word) => {
    const { app, create } = await createShopWith(fault);
    expect(await create()).toMatchObject({ status: 412, word });
    expect(app.machines).toEqual([]);
  });

  it('36: stale-list answers what the last list was', async () => {
    const { call, create } = await createShopWith(EVERY_FAULT['stale-list']);
    const list = async () => (await call('GET', '/apps/shop/machines')).json;
    expect(await list()).toEqual([]);
    await create();
    expect(await list()).toEqual([]);
    expect(await list()).toHaveLength(1);
  });

  it('37: foreign-lease keeps the caller out for a while', async () => {
    const { call, clock, create } = await createShopWith({ kind: 'foreign-lease', seconds: 5 });
    const path = `/apps/shop/machines/${(await create()).json['id'] as string}`;
    const lease = () => call('POST', `${path}/lease`, { body: { ttl: 30 } });
    expect((await lease()).status).toBe(409);
    await clock.advance(4999);
    expect((await lease()).status).toBe(409);
    await clock.advance(1);
    expect((await lease()).status).toBe(201);
  });

  it('hit at their rate, the same way for the same seed', async () => {
    const runs = await Promise.all(
      [7, 7, 8].map(async (seed) => {
        const { call, standIn } = flyWorld({ seed });
        standIn.faults.rules = [{ fault: EVERY_FAULT.unavailable, rate: 0.3 }];
        const statuses = [];
        for (let n = 0; n < 60; n += 1) statuses.push((await call('GET', '/apps?org_slug=personal')).status);
        return statuses;
      }),
    );
    expect(new Set(runs[0])).toEqual(new Set([200, 503]));
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
  });
});
