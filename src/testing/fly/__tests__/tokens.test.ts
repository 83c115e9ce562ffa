import { flyWorld } from './harness';

const TOKENS = {
  'FlyV1 fm2_org': { org: 'personal', onlyApp: null },
  'FlyV1 fm2_other': { org: 'acme', onlyApp: null },
  'FlyV1 fm2_deploy': { org: 'personal', onlyApp: 'shop' },
  'FlyV1 fm2_reader': { org: 'personal', onlyApp: null, isReadOnly: true },
};
const ORG = { token: 'FlyV1 fm2_org' };

async function createApps() {
  const world = flyWorld({ tokens: TOKENS });
  for (const name of ['shop', 'mill']) {
    await world.call('POST', '/apps', { ...ORG, body: { app_name: name, org_slug: 'personal' } });
  }
  return world;
}

describe('tokens', () => {
  it('4: one comes with or without Bearer, and another one, or none, is 401', async () => {
    const { call, standIn } = await createApps();
    const bare = new Request('http://fly.test/v1/apps/shop', { headers: { authorization: 'FlyV1 fm2_org' } });
    const statuses = [
      (await standIn.fetch(bare)).status,
      (await call('GET', '/apps/shop', ORG)).status,
      (await call('GET', '/apps/shop', { token: 'FlyV1 fm2_stranger' })).status,
      (await call('GET', '/apps/shop', { token: 'constructor' })).status,
      (await call('GET', '/apps/shop', { token: null })).status,
    ];
    expect(statuses).toEqual([200, 200, 401, 401, 401]);
  });

  it('5: one of another organization is refused with 403', async () => {
    const { call } = await createApps();
    const other = { token: 'FlyV1 fm2_other' };
    const statuses = [
      (await call('GET', '/apps/shop', other)).status,
      (await call('GET', '/apps?org_slug=personal', other)).status,
      (await call('POST', '/apps', { ...other, body: { app_name: 'inn', org_slug: 'personal' } })).status,
      (await call('GET', '/apps?org_slug=acme', other)).status,
    ];
    expect(statuses).toEqual([403, 403, 403, 200]);
  });

  it('5: one of the organization lists all of its apps', async () => {
    const { call } = await createApps();
    const { json } = await call('GET', '/apps?org_slug=personal', ORG);
    expect(json).toMatchObject({ total_apps: 2, apps: [{ name: 'shop' }, { name: 'mill' }] });
  });

  it('6: one of an app sees that app alone', async () => {
    const { call } = await createApps();
    const deploy = { token: 'FlyV1 fm2_deploy' };
    const statuses = [
      (await call('GET', '/apps/shop', deploy)).status,
      (await call('GET', '/apps/mill', deploy)).status,
      (await call('GET', '/apps?org_slug=personal', deploy)).status,
      (await call('POST', '/apps', { ...deploy, body: { app_name: 'inn', org_slug: 'personal' } })).status,
    ];
    expect(statuses).toEqual([200, 404, 403, 403]);
  });

  it('7: one that may only read changes nothing', async () => {
    const { call, standIn } = await createApps();
    const reader = { token: 'FlyV1 fm2_reader' };
    expect((await call('GET', '/apps/shop', reader)).status).toBe(200);
    expect((await call('DELETE', '/apps/shop', reader)).status).toBe(403);
    expect(standIn.world.apps.get('shop')?.goneAt).toBeNull();
  });
});
