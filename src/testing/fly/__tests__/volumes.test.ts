import { CONFIG, flyWorld } from './harness';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('volumes', () => {
  it('15: two may have one name, and the region and the guest must exist', async () => {
    const { call, createShop, createVolume } = flyWorld();
    await createShop();
    expect(await createVolume()).not.toBe(await createVolume());
    const create = async (changes: object) => {
      const body = { name: 'data', region: 'iad', size_gb: 20, ...changes };
      return (await call('POST', '/apps/shop/volumes', { body })).word;
    };
    expect(await create({ region: 'xyz' })).toBe('invalid_region');
    expect(await create({ compute: { cpu_kind: 'shared', cpus: 3, memory_mb: 1024 } })).toBe('invalid_guest');
  });

  it('16: one only grows', async () => {
    const { call, standIn, createShop, createVolume } = flyWorld();
    await createShop();
    const path = `/apps/shop/volumes/${await createVolume()}`;
    const extend = (size: number) => call('PUT', `${path}/extend`, { body: { size_gb: size } });
    expect((await extend(30)).json).toMatchObject({ needs_restart: false, volume: { size_gb: 30 } });
    expect((await extend(29)).status).toBe(422);
    standIn.world.volumes.needRestart = true;
    expect((await extend(31)).json['needs_restart']).toBe(true);
    expect((await call('GET', '/apps/shop/volumes')).json).toMatchObject([{ size_gb: 31 }]);
  });

  it('17: a deleted one is listed for a day, and cannot be used', async () => {
    const { call, clock, createShop, createVolume } = flyWorld();
    await createShop();
    const volume = await createVolume();
    const path = `/apps/shop/volumes/${volume}`;
    await call('DELETE', path);
    await clock.advance(DAY_MS - 1);
    expect((await call('GET', '/apps/shop/volumes')).json).toMatchObject([{ state: 'pending_destroy' }]);
    const config = { ...CONFIG, mounts: [{ volume, path: '/data' }] };
    const gone = { status: 400, json: { error: 'volume not found' } };
    expect(await call('POST', '/apps/shop/machines', { body: { config } })).toMatchObject(gone);
    expect(await call('PUT', `${path}/extend`, { body: { size_gb: 30 } })).toMatchObject(gone);
    await clock.advance(1);
    expect((await call('DELETE', path)).status).toBe(404);
    expect((await call('GET', '/apps/shop/volumes')).json).toEqual([]);
  });

  it('18: a mounted one is not deleted, nor mounted again', async () => {
    const { call, standIn, createShop, createVolume, createMachine } = flyWorld();
    const app = await createShop();
    const volume = await createVolume();
    const config = { ...CONFIG, mounts: [{ volume, path: '/data' }] };
    const machine = await createMachine({ config });
    expect(standIn.world.volumes.loose(app)).toEqual([]);
    expect((await call('DELETE', `/apps/shop/volumes/${volume}`)).word).toBe('volume_attached');
    const second = await call('POST', '/apps/shop/machines', { body: { config } });
    expect([second.status, second.word]).toEqual([412, 'volume_attached']);
    const { json } = await call('GET', '/apps/shop/volumes');
    expect(json).toMatchObject([{ attached_machine_id: machine.split('/').pop() }]);
  });

  it('18: one is mounted in its region alone', async () => {
    const { call, createShop, createVolume } = flyWorld();
    await createShop();
    const config = { ...CONFIG, mounts: [{ volume: await createVolume(), path: '/data' }] };
    const elsewhere = await call('POST', '/apps/shop/machines', { body: { config, region: 'fra' } });
    expect(elsewhere).toMatchObject({ status: 422, word: 'invalid_region' });
  });
});
