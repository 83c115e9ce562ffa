import { CONFIG, flyWorld } from './harness';

const SERVICES = [
  { protocol: 'tcp', internal_port: 6969, ports: [{ port: 443, handlers: ['tls', 'http'] }] },
];

describe('apps', () => {
  it('8: a name that anybody has is taken', async () => {
    const { call, standIn } = flyWorld();
    standIn.world.createApp('shop', 'acme');
    const body = { app_name: 'shop', org_slug: 'personal' };
    expect(await call('POST', '/apps', { body })).toMatchObject({ status: 422, word: 'name_taken' });
    expect(standIn.world.apps.get('shop')?.org).toBe('acme');
  });

  it('9: a deletion takes everything along, and is over after a while', async () => {
    const { call, clock, createShop, createMachine } = flyWorld({ timings: { deleteAppMs: 700 } });
    await createShop();
    const path = await createMachine();
    const create = () => call('POST', '/apps', { body: { app_name: 'shop', org_slug: 'personal' } });
    expect((await call('DELETE', '/apps/shop')).status).toBe(202);
    expect((await call('GET', '/apps/shop')).json['status']).toBe('deleting');
    expect([(await call('GET', path)).status, (await create()).status]).toEqual([404, 422]);
    await clock.advance(700);
    expect((await call('GET', '/apps/shop')).status).toBe(404);
    expect((await create()).status).toBe(201);
    expect((await call('GET', '/apps/shop/machines')).json).toEqual([]);
  });
});

describe('addresses', () => {
  it('10: shared_v4 and private_v6 are there once, v4 and v6 anew each time', async () => {
    const { call, createShop } = flyWorld();
    const app = await createShop();
    for (const type of ['v4', 'shared_v4', 'v6', 'private_v6']) {
      await call('POST', '/apps/shop/ip_assignments', { body: { type } });
      await call('POST', '/apps/shop/ip_assignments', { body: { type } });
    }
    const count = (wanted: string) => app.addresses.filter(({ type }) => type === wanted).length;
    expect([count('v4'), count('shared_v4'), count('v6'), count('private_v6')]).toEqual([2, 1, 2, 1]);
    expect(new Set(app.addresses.map(({ ip }) => ip)).size).toBe(6);
  });

  it('10: one is released once', async () => {
    const { call, createShop } = flyWorld();
    await createShop();
    const { json } = await call('POST', '/apps/shop/ip_assignments', { body: { type: 'v6' } });
    const path = `/apps/shop/ip_assignments/${json['ip'] as string}`;
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('GET', '/apps/shop/ip_assignments')).json).toEqual({ ips: [] });
    expect((await call('DELETE', path)).status).toBe(404);
  });

  it.each([
    ['internet', 'shared_v4', 'organization'],
    ['organization', 'private_v6', 'internet'],
  ] as const)('11: an app is reached from the %s by %s, and not from the %s', async (from, type, other) => {
    const { call, clock, standIn, createShop, createMachine } = flyWorld({ timings: { startMs: 500 } });
    const app = await createShop();
    await createMachine({ config: { ...CONFIG, services: SERVICES } });
    await clock.advance(500);
    expect(standIn.world.isReachable(app, from)).toBe(false);
    await call('POST', '/apps/shop/ip_assignments', { body: { type } });
    expect([standIn.world.isReachable(app, from), standIn.world.isReachable(app, other)]).toEqual([
      true,
      false,
    ]);
  });

  it('11: an address alone does not suffice', async () => {
    const { call, clock, standIn, createShop, createMachine } = flyWorld({ timings: { startMs: 500 } });
    const app = await createShop();
    await call('POST', '/apps/shop/ip_assignments', { body: { type: 'v6' } });
    await createMachine();
    await clock.advance(500);
    expect(standIn.world.isReachable(app, 'internet')).toBe(false);
  });
});

describe('secrets', () => {
  it('12: they are shown by name and digest alone', async () => {
    const { call, createShop } = flyWorld();
    await createShop();
    const set = (values: object) => call('POST', '/apps/shop/secrets', { body: { values } });
    expect((await set({ KEY: 'planted-value', OLD: 'x' })).json).toEqual({ Version: 1 });
    expect((await set({ OLD: null })).json).toEqual({ Version: 2 });
    const { json } = await call('GET', '/apps/shop/secrets');
    expect(json).toEqual({
      secrets: [{ name: 'KEY', digest: expect.stringMatching(/^[0-9a-f]{16}$/) as string }],
    });
  });

  it('13: a machine sees a new one when its config is sent, not when it is started', async () => {
    const { call, clock, createShop, createMachine } = flyWorld();
    const app = await createShop();
    const path = await createMachine();
    await call('POST', '/apps/shop/secrets', { body: { values: { KEY: 'v' } } });
    await clock.advance(60_000);
    await call('POST', `${path}/restart`);
    expect(app.machines[0]?.env).toEqual({});
    await call('POST', path, { body: { config: CONFIG } });
    expect(app.machines[0]?.env).toEqual({ KEY: 'v' });
  });

  it('14: a young one is missed without min_secrets_version', async () => {
    const { call, createShop, createMachine } = flyWorld({ timings: { secretsMs: 1000 } });
    const app = await createShop();
    await call('POST', '/apps/shop/secrets', { body: { values: { KEY: 'v' } } });
    await createMachine({ name: 'early' });
    await createMachine({ name: 'waiting', min_secrets_version: 1 });
    expect(app.machines.map(({ env }) => env)).toEqual([{}, { KEY: 'v' }]);
  });

  it('14: a version that does not exist yet is 412', async () => {
    const { call, createShop } = flyWorld();
    await createShop();
    const body = { config: CONFIG, min_secrets_version: 1 };
    const refused = await call('POST', '/apps/shop/machines', { body });
    expect(refused).toMatchObject({ status: 412, word: 'min_secrets_version' });
  });
});
