import { CONFIG, flyWorld, IMAGE } from './harness';

const TIMINGS = { startMs: 2000, stopMs: 1000, destroyMs: 500, checkMs: 300 };
const DAY_MS = 24 * 60 * 60 * 1000;

async function createShop(options = {}) {
  const world = flyWorld({ timings: TIMINGS, ...options });
  const app = await world.createShop();
  return { ...world, app };
}

describe('machines', () => {
  it('19: a created one starts by itself', async () => {
    const { clock, createMachine, readState } = await createShop();
    const path = await createMachine();
    await clock.advance(1999);
    expect(await readState(path)).toBe('starting');
    await clock.advance(1);
    expect(await readState(path)).toBe('started');
  });

  it('19: one created with skip_launch does not start', async () => {
    const { clock, createMachine, readState } = await createShop();
    const path = await createMachine({ skip_launch: true });
    await clock.advance(60_000);
    expect(await readState(path)).toBe('created');
  });

  it('20: a name is taken within its app, until its machine is destroyed', async () => {
    const { call, clock, createMachine } = await createShop();
    const path = await createMachine({ name: 'web' });
    const again = () => call('POST', '/apps/shop/machines', { body: { name: 'web', config: CONFIG } });
    expect(await again()).toMatchObject({ status: 409, word: 'already_exists' });
    await call('DELETE', `${path}?force=true`);
    await clock.advance(500);
    expect((await again()).status).toBe(200);
  });

  it.each([
    ['a guest with too much memory', { guest: { cpu_kind: 'shared', cpus: 1, memory_mb: 4096 } }, {}, 422],
    ['a guest with too little', { guest: { cpu_kind: 'performance', cpus: 4, memory_mb: 4096 } }, {}, 422],
    ['three CPUs', { guest: { cpu_kind: 'shared', cpus: 3, memory_mb: 1024 } }, {}, 422],
    ['an unknown region', {}, { region: 'xyz' }, 422],
    ['an image of an app that the organization does not have', { image: 'registry.fly.io/mill:1' }, {}, 400],
  ])('21: %s is refused', async (_, config, changes, status) => {
    const { call, app, standIn } = await createShop();
    standIn.world.createApp('mill', 'acme');
    const body = { config: { ...CONFIG, ...config }, ...changes };
    expect((await call('POST', '/apps/shop/machines', { body })).status).toBe(status);
    expect(app.machines).toEqual([]);
  });

  it('21: an image of another app of the organization is taken', async () => {
    const { call, standIn } = await createShop();
    standIn.world.createApp('mill', 'personal');
    const body = { config: { image: 'registry.fly.io/mill:1' } };
    const { status, json } = await call('POST', '/apps/shop/machines', { body });
    expect([status, json['image_ref']]).toEqual([
      200,
      expect.objectContaining({ registry: 'registry.fly.io', repository: 'mill', tag: '1' }),
    ]);
  });

  it('22: an update replaces the config, and restarts the machine as another version', async () => {
    const { call, clock, createMachine, readState } = await createShop();
    const path = await createMachine({ config: { ...CONFIG, env: { MODE: 'a' } } });
    await clock.advance(2000);
    const before = (await call('GET', path)).json;
    const { json: after } = await call('POST', path, {
      body: { config: { ...CONFIG, metadata: { a: 'b' } } },
    });
    expect(after['config']).toMatchObject({ image: IMAGE, metadata: { a: 'b' } });
    expect(after['config']).not.toHaveProperty('env');
    expect([after['state'], after['instance_id'] === before['instance_id']]).toEqual(['replacing', false]);
    await clock.advance(2000);
    expect(await readState(path)).toBe('started');
  });

  it('22: an update says yes to other mounts, and keeps those that are there', async () => {
    const { call, createMachine, createVolume } = await createShop();
    const mounts = [{ volume: await createVolume(), path: '/data' }];
    const path = await createMachine({ config: { ...CONFIG, mounts } });
    const other = [{ volume: await createVolume(), path: '/data' }];
    const { status, json } = await call('POST', path, { body: { config: { ...CONFIG, mounts: other } } });
    expect([status, json['config']]).toEqual([200, expect.objectContaining({ mounts })]);
  });

  it('22: an update with skip_launch leaves the machine stopped', async () => {
    const { call, clock, createMachine, readState } = await createShop();
    const path = await createMachine();
    await call('POST', path, { body: { config: CONFIG, skip_launch: true } });
    await clock.advance(2000);
    expect(await readState(path)).toBe('stopped');
  });

  it('23: an update of another version than the machine has is refused', async () => {
    const { call, createMachine } = await createShop();
    const path = await createMachine();
    const version = (await call('GET', path)).json['instance_id'];
    const update = () => call('POST', path, { body: { config: CONFIG, current_version: version } });
    expect((await update()).status).toBe(200);
    expect(await update()).toMatchObject({ status: 412, word: 'version_mismatch' });
  });

  it('24: stop, start and restart pass by, and change nothing of what is so already', async () => {
    const { call, clock, createMachine, readState } = await createShop();
    const path = await createMachine();
    await clock.advance(2000);
    const states: unknown[] = [];
    for (const [verb, ms] of [
      ['start', 0],
      ['stop', 1000],
      ['stop', 0],
      ['start', 2000],
      ['restart', 3000],
    ] as const) {
      await call('POST', `${path}/${verb}`, { body: {} });
      states.push(await readState(path));
      await clock.advance(ms);
      states.push(await readState(path));
    }
    expect(states).toEqual([
      'started',
      'started',
      'stopping',
      'stopped',
      'stopped',
      'stopped',
      'starting',
      'started',
      'stopping',
      'started',
    ]);
  });

  it('24: a restart starts what was stopped', async () => {
    const { call, clock, createMachine, readState } = await createShop();
    const path = await createMachine({ skip_launch: true });
    await call('POST', `${path}/restart`);
    await clock.advance(3000);
    expect(await readState(path)).toBe('started');
  });

  it('25: a wait answers when the state is reached', async () => {
    const { call, clock, createMachine } = await createShop();
    const path = await createMachine();
    const waiting = call('GET', `${path}/wait?state=started&timeout=60`);
    await clock.advance(2000);
    expect((await waiting).status).toBe(200);
  });

  it('25: a wait is 408 after its timeout, and 412 for another version', async () => {
    const { call, clock, createMachine } = await createShop();
    const path = await createMachine();
    const late = call('GET', `${path}/wait?state=stopped&timeout=5`);
    await clock.advance(5000);
    expect((await late).status).toBe(408);
    expect((await call('GET', `${path}/wait?state=stopped&instance_id=01X`)).status).toBe(412);
  });

  it('25: a wait for more than 60 seconds is not allowed', async () => {
    const { call, createMachine } = await createShop();
    const path = await createMachine();
    await expect(call('GET', `${path}/wait?state=started&timeout=61`)).rejects.toThrow('timeout');
  });

  it('26: a started one is destroyed with force alone, and can be read for a day', async () => {
    const { call, clock, createMachine, readState } = await createShop();
    const path = await createMachine();
    await clock.advance(2000);
    expect(await call('DELETE', path)).toMatchObject({ status: 412, word: 'failed_precondition' });
    await call('DELETE', `${path}?force=true`);
    expect(await readState(path)).toBe('destroying');
    await clock.advance(500);
    expect(await readState(path)).toBe('destroyed');
    expect((await call('GET', '/apps/shop/machines')).json).toEqual([]);
    expect((await call('POST', `${path}/start`)).status).toBe(404);
    await clock.advance(DAY_MS);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('27: checks pass a while after the start, and never for a silent image', async () => {
    const { call, clock, createMachine, standIn } = await createShop();
    const checks = { http: { type: 'http', port: 6969, path: '/health' } };
    standIn.world.silent.add('docker.io/acme/silent:1');
    const good = await createMachine({ config: { ...CONFIG, checks } });
    const silent = await createMachine({ config: { image: 'docker.io/acme/silent:1', checks } });
    const readChecks = async (path: string) => (await call('GET', path)).json['checks'];
    await clock.advance(2299);
    expect(await readChecks(good)).toMatchObject([{ name: 'http', status: 'critical' }]);
    await clock.advance(1);
    expect(await readChecks(good)).toMatchObject([{ name: 'http', status: 'passing' }]);
    await clock.advance(60_000);
    expect(await readChecks(silent)).toMatchObject([{ name: 'http', status: 'critical' }]);
  });

  it('28: one that crashes ends as stopped, with the reason in its events and in the log', async () => {
    const { call, clock, createMachine, standIn } = await createShop();
    standIn.world.crashing.add(IMAGE);
    const path = await createMachine();
    await clock.advance(2000);
    const { json } = await call('GET', path);
    expect([json['state'], json['events']]).toEqual([
      'stopped',
      expect.arrayContaining([
        expect.objectContaining({
          type: 'exit',
          request: { exit_event: { exit_code: 13, oom_killed: false, requested_stop: false } },
        }),
      ]),
    ]);
    const log = await call('GET', '/api/v1/apps/shop/logs');
    expect(JSON.stringify(log.json)).toContain('EACCES');
  });

  it('29: metadata is set without a restart, and lists are filtered by it and by region', async () => {
    const { call, clock, createMachine, readState } = await createShop();
    const path = await createMachine({ config: { ...CONFIG, metadata: { a: '1' } } });
    await createMachine({ region: 'fra' });
    await clock.advance(2000);
    const before = (await call('GET', path)).json['instance_id'];
    await call('POST', `${path}/metadata/helix-op`, { body: { value: 'op-7' } });
    const list = async (query: string) => (await call('GET', `/apps/shop/machines?${query}`)).json;
    expect(await list('metadata.helix-op=op-7')).toMatchObject([{ config: { metadata: { a: '1' } } }]);
    expect([await list('metadata.helix-op=op-8'), await list('region=lhr')]).toEqual([[], []]);
    expect(await list('region=fra')).toHaveLength(1);
    expect([await readState(path), (await call('GET', path)).json['instance_id']]).toEqual([
      'started',
      before,
    ]);
  });

  it('30: a config is answered with the restart policy that was not sent', async () => {
    const { call, createMachine } = await createShop();
    const { json } = await call('GET', await createMachine());
    expect(json['config']).toEqual({ ...CONFIG, restart: { policy: 'always' } });
  });
});

describe('leases', () => {
  it('31: a held one keeps others from changing the machine', async () => {
    const { call, createMachine } = await createShop();
    const path = await createMachine();
    const { json } = await call('POST', `${path}/lease`, { body: { ttl: 30, description: 'mine' } });
    const { nonce } = json['data'] as { nonce: string };
    const update = (options: object) => call('POST', path, { body: { config: CONFIG }, ...options });
    expect((await update({})).status).toBe(409);
    expect((await update({ nonce: 'nonce-99' })).status).toBe(409);
    expect((await call('POST', `${path}/metadata/a`, { body: { value: 'b' } })).status).toBe(409);
    expect((await call('POST', `${path}/lease`, { body: { ttl: 30 } })).status).toBe(409);
    expect((await update({ nonce })).status).toBe(200);
    expect((await call('DELETE', `${path}/lease`)).status).toBe(409);
    expect((await call('DELETE', `${path}/lease`, { nonce })).status).toBe(200);
    expect((await update({})).status).toBe(200);
  });

  it('31: one ends after its ttl', async () => {
    const { call, clock, createMachine } = await createShop();
    const path = await createMachine();
    const start = () => call('POST', `${path}/start`);
    await call('POST', `${path}/lease`, { body: { ttl: 30 } });
    await clock.advance(29_999);
    expect((await start()).status).toBe(409);
    await clock.advance(1);
    expect((await start()).status).toBe(200);
  });
});

describe('logs', () => {
  it('32: a log continues after what was read, and is narrowed to a machine', async () => {
    const { call, createMachine } = await createShop();
    const readMessages = async (query: string) => {
      const { json } = await call('GET', `/api/v1/apps/shop/logs${query}`);
      const { data, meta } = json as unknown as {
        data: { attributes: { message: string } }[];
        meta: { next_token: string };
      };
      return { lines: data.map(({ attributes }) => attributes.message), next: meta.next_token };
    };
    const [first] = (await createMachine()).split('/').slice(-1);
    const read = await readMessages('');
    const [second] = (await createMachine()).split('/').slice(-1);
    expect(read.lines).toEqual([`Machine ${first} started with ${IMAGE}`]);
    const later = [`Machine ${second} started with ${IMAGE}`];
    expect((await readMessages(`?next_token=${read.next}`)).lines).toEqual(later);
    expect((await readMessages(`?instance=${second}`)).lines).toEqual(later);
  });
});
