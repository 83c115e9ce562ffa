import { OF_ONE_APP, OnFly } from './on-fly';

const HELIX_TOML = `[project]
name = "shop"

[cloud.web.fly]
region = "fra"
vm_size = "shared-cpu-1x"
volume = "shop_data:/data"
volume_initial_size = 3
auth_type = "ApiKey"
image = "ghcr.io/acme/shop:1"
`;

let on: OnFly;
beforeEach(async () => {
  on = await OnFly.open({ 'helix.toml': HELIX_TOML });
});
afterEach(() => on.close());

const APPLY = 'apply --auto-approve';

test('a token that is missing, refused, or for one app ends with 3 before anything is made', async () => {
  for (const [token, hint] of [
    ['', 'fly tokens create org'],
    ['FlyV1 fm2_another', 'The token was refused'],
    [OF_ONE_APP, 'a deploy token sees one app and creates none'],
  ] as const) {
    const { code, stderr } = await on.run(APPLY, { FLY_API_TOKEN: token });
    expect([code, stderr.includes(hint), token !== '' && stderr.includes(token)]).toEqual([3, true, false]);
  }
  expect(on.fly.world.apps.size).toBe(0);
});

test('an app whose name somebody else has is refused, and not touched', async () => {
  await on.runHelix(APPLY);
  const { name } = on.app;
  await on.runHelix('destroy --auto-approve --delete-data');
  on.fly.world.createApp(name, 'another-org');
  const { code, stderr } = await on.run(APPLY);
  expect([code, stderr]).toEqual([
    5,
    expect.stringContaining(`The app ${name} belongs to another organization`),
  ]);
  expect([on.app.org, on.app.machines]).toEqual(['another-org', []]);
});

test('a machine in the app that is not ours is refused before any change', async () => {
  await on.runHelix(APPLY);
  const { config } = on.machine;
  on.fly.world.machines.create(on.app, { name: 'by-hand', region: 'fra', config: { image: config.image } });
  on.project.edit('helix.toml', 'shop:1', 'shop:2');
  const { code, stderr } = await on.run('apply --auto-approve --refresh=false');
  expect([code, stderr]).toEqual([5, expect.stringContaining('which Helix did not make')]);
  expect(on.app.machines.map((machine) => machine.config.image)).toEqual([
    'ghcr.io/acme/shop:1',
    'ghcr.io/acme/shop:1',
  ]);
});

test('a process that ends again and again is told with its exit code and its last lines', async () => {
  on.fly.world.crashing.add('ghcr.io/acme/shop:1');
  const { code, stderr } = await on.run(APPLY);
  expect([code, stderr]).toEqual([4, expect.stringMatching(/ended with the exit code \d+/)]);
  on.fly.world.crashing.clear();
  await on.runHelix(APPLY);
  expect(on.fly.world.machines.stateOf(on.machine)).toBe('started');
});

test('an app that has expired is destroyed without its volume', async () => {
  on.project.edit('helix.toml', 'auth_type', 'ttl = "1s"\nauth_type');
  await on.runHelix(APPLY);
  expect(on.machine.config.metadata?.['helix-expires-at']).toMatch(/^20\d\d-/);
  const later = on.project.clockOffBy(5000);
  const { code } = await on.project.run(['destroy', '--expired', '--auto-approve'], { node: later });
  expect(code).toBe(0);
  expect([
    on.fly.world.machines.living(on.app).length,
    on.app.volumes.map(({ deletedAt }) => deletedAt),
  ]).toEqual([0, [null]]);
});
