import { HANDLERS } from '../calls';
import { CONFIG, flyWorld } from './harness';

describe('requests', () => {
  it('1: one that the document does not allow is refused, kept, and changes nothing', async () => {
    const { call, standIn, createShop } = flyWorld();
    const { machines } = await createShop();
    const wrong = call('POST', '/apps/shop/machines', { body: { config: { ...CONFIG, imgae: 'x' } } });
    await expect(wrong).rejects.toThrow('POST /v1/apps/shop/machines');
    expect(standIn.violations).toEqual([expect.stringContaining('imgae')]);
    expect(machines).toEqual([]);
  });

  it('1: a stop without a JSON body is one of them', async () => {
    const { call, createShop, createMachine } = flyWorld();
    await createShop();
    const path = await createMachine();
    await expect(call('POST', `${path}/stop`)).rejects.toThrow('requestBody');
    expect(await call('POST', `${path}/stop`, { body: {} })).toMatchObject({ status: 200 });
  });

  it('1: an answer that the document does not allow is a violation', async () => {
    const { call, createShop } = flyWorld();
    await createShop();
    const handler = jest.spyOn(HANDLERS, 'listVolumes').mockReturnValue({ body: [{ id: 'vol_1' }] });
    await expect(call('GET', '/apps/shop/volumes')).rejects.toThrow('GET /v1/apps/shop/volumes -> 200');
    handler.mockRestore();
  });

  it('2: each answer names its request, errors too', async () => {
    const { call, createShop } = flyWorld();
    await createShop();
    const found = await call('GET', '/apps/shop');
    const missing = await call('GET', '/apps/mill');
    expect([found.status, missing.status]).toEqual([200, 404]);
    expect(missing.json).toEqual({ error: 'app not found', status: 'not_found' });
    const ids = [found, missing].map(({ headers }) => headers.get('fly-request-id'));
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(null);
  });

  it('3: a fourth call at once is 429, another app is not concerned, and a second later one passes', async () => {
    const { call, clock, createShop } = flyWorld({ limits: true });
    await createShop();
    const list = async (app: string) => (await call('GET', `/apps/${app}/machines`)).status;
    expect([await list('shop'), await list('shop'), await list('shop'), await list('shop')]).toEqual([
      200, 200, 200, 429,
    ]);
    expect(await list('mill')).toBe(404);
    await clock.advance(1000);
    expect([await list('shop'), await list('shop')]).toEqual([200, 429]);
  });

  it('3: the 429 of a limit has no Retry-After', async () => {
    const { call, createShop } = flyWorld({ limits: true });
    await createShop();
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await call('GET', '/apps/shop/secrets'));
    expect([answers[3]?.status, answers[3]?.headers.get('retry-after')]).toEqual([429, null]);
  });

  it('3: a machine is read ten times at once', async () => {
    const { call, createShop, createMachine } = flyWorld({ limits: true });
    await createShop();
    const path = await createMachine();
    const statuses = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await call('GET', path)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  });

  it('3: an organization deletes 100 apps a minute', async () => {
    const { call, clock, standIn } = flyWorld({ limits: true });
    for (let n = 0; n < 101; n += 1) standIn.world.createApp(`app-${n}`, 'personal');
    const statuses = [];
    for (let n = 0; n < 101; n += 1) statuses.push((await call('DELETE', `/apps/app-${n}`)).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(100);
    await clock.advance(1000);
    expect((await call('DELETE', '/apps/app-100')).status).toBe(202);
  });
});
