import { OnFly } from './on-fly';

const HELIX_TOML = `[project]
name = "shop"

[cloud.web.fly]
region = "fra"
vm_size = "shared-cpu-1x"
volume = "shop_data:/data"
volume_initial_size = 3
auth_type = "ApiKey"
image = "ghcr.io/acme/shop:1"
env_vars = { LEVEL = "info", TOKEN = "env:SHOP_TOKEN" }
`;
const SECRET = { SHOP_TOKEN: 'planted-token-0001' };

let on: OnFly;
beforeEach(async () => {
  on = await OnFly.open({ 'helix.toml': HELIX_TOML });
  await on.runHelix('apply --auto-approve', SECRET);
});
afterEach(() => on.close());

function edit(from: string, to: string): void {
  on.project.edit('helix.toml', from, to);
}

test('image, size, variables, check, a larger volume and privacy are changed in place', async () => {
  const { id } = on.machine;
  edit('shop:1', 'shop:2');
  edit('shared-cpu-1x', 'shared-cpu-4x');
  edit('LEVEL = "info"', 'LEVEL = "debug"');
  edit('volume_initial_size = 3', 'volume_initial_size = 8\nprivate = true\nport = 6969');
  edit('"env:SHOP_TOKEN" }', '"env:SHOP_TOKEN" }\n[cloud.web.fly.health]\nhttp_path = "/up"');
  const plan = await on.runHelix('plan', SECRET);
  expect(plan).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
  await on.runHelix('apply --auto-approve', SECRET);
  const { config } = on.machine;
  expect(on.machine.id).toBe(id);
  expect(config).toMatchObject({
    image: 'ghcr.io/acme/shop:2',
    guest: { cpu_kind: 'shared', cpus: 4, memory_mb: 1024 },
    env: { LEVEL: 'debug' },
    checks: { helix: { type: 'http', path: '/up', port: 6969 } },
  });
  expect(on.app.volumes.map(({ sizeGb, deletedAt }) => [sizeGb, deletedAt])).toEqual([[8, null]]);
  expect(on.app.addresses.map(({ type }) => type)).toEqual(['private_v6']);
  expect(on.machine.env).toMatchObject({ TOKEN: SECRET.SHOP_TOKEN });
  expect(await on.runHelix('plan --refresh', SECRET)).toContain('No changes.');
  expect(on.fly.violations).toEqual([]);
});

test('another region replaces the machine and its volume, and the plan says that the data is lost', async () => {
  edit('"fra"', '"iad"');
  const plan = await on.runHelix('plan', SECRET);
  expect(plan).toContain('forces replacement');
  expect(plan).toContain('DATA IS LOST: instance.web');
  await on.runHelix('apply --auto-approve', SECRET);
  expect(on.machine.region).toBe('iad');
  expect(on.app.volumes.filter(({ deletedAt }) => deletedAt === null).map(({ region }) => region)).toEqual([
    'iad',
  ]);
});

test('a new value of a secret reaches the machine, and is not printed', async () => {
  const rotated = { SHOP_TOKEN: 'planted-token-0002' };
  const printed = await on.runHelix('apply --auto-approve', rotated);
  expect(on.machine.env).toMatchObject({ TOKEN: rotated.SHOP_TOKEN });
  edit(', TOKEN = "env:SHOP_TOKEN"', '');
  await on.runHelix('apply --auto-approve');
  expect(on.machine.env).not.toHaveProperty('TOKEN');
  expect(on.app.secrets.at(-1)?.values).toEqual({});
  const state = JSON.stringify(await on.project.runHelix('state', 'show', 'instance.web', '--json'));
  expect(/planted-token/.test(printed + state)).toBe(false);
});

test('a change outside Helix is shown as drift, and put right', async () => {
  on.machine.config = { ...on.machine.config, image: 'ghcr.io/somebody/else:1' };
  const plan = await on.runHelix('plan --refresh', SECRET);
  expect(plan).toContain('ghcr.io/somebody/else:1');
  expect(plan).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
  await on.runHelix('apply --auto-approve', SECRET);
  expect(on.machine.config.image).toBe('ghcr.io/acme/shop:1');
});

test('a stopped app stays stopped through an update, and starts again', async () => {
  await on.runHelix('stop web');
  edit('LEVEL = "info"', 'LEVEL = "debug"');
  await on.runHelix('apply --auto-approve', SECRET);
  expect(await on.runHelix('status')).toContain('stopped');
  await on.runHelix('start web');
  expect(on.machine.env).toMatchObject({ LEVEL: 'debug' });
  await on.runHelix('restart web');
  expect(await on.runHelix('status')).toContain('started');
  expect(await on.runHelix('logs web')).toContain('ghcr.io/acme/shop:1');
});

test('a destroyed app keeps its volume, and takes it again', async () => {
  const [volume] = on.app.volumes;
  expect(await on.runHelix('plan --destroy')).toContain('stays');
  await on.runHelix('destroy --auto-approve');
  expect([on.app.machines.length, on.app.addresses, on.app.secrets.at(-1)?.values]).toEqual([1, [], {}]);
  await on.runHelix('apply --auto-approve', SECRET);
  expect(on.machine.config.mounts?.map((mount) => mount.volume)).toEqual([volume?.id]);
  await on.runHelix('destroy --auto-approve --delete-data');
  expect([...on.fly.world.apps.keys()]).toEqual([]);
});
