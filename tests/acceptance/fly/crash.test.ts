import { drawnOf } from '../../crash/pool';
import { OnFly } from './on-fly';
import type { KillPoint } from './on-fly';

const HELIX_TOML = `[project]
name = "shop"

[cloud.web.fly]
region = "fra"
vm_size = "shared-cpu-1x"
volume = "shop_data:/data"
volume_initial_size = 3
auth_type = "ApiKey"
image = "ghcr.io/acme/shop:1"
env_vars = { TOKEN = "env:SHOP_TOKEN" }
`;
const SECRET = { SHOP_TOKEN: 'planted-token-0001' };
const APPLY = 'apply --auto-approve';
const DESTROY = 'destroy --auto-approve --delete-data';

let on: OnFly;
beforeEach(async () => {
  on = await OnFly.open({ 'helix.toml': HELIX_TOML });
});
afterEach(() => on.close());

/** Points before and after each of N calls. */
function pointsOf(calls: number): readonly KillPoint[] {
  return Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) => [
    { call, when: 'before' as const },
    { call, when: 'after' as const },
  ]);
}

/** Applies again, and looks at all that there is: one of each part, as it is declared. */
async function expectOneOfEach(image: string): Promise<void> {
  await on.runHelix(APPLY, SECRET);
  expect(on.machine.config.image).toBe(image);
  expect(on.machine.env).toMatchObject({ TOKEN: SECRET.SHOP_TOKEN });
  expect(on.app.volumes.filter(({ deletedAt }) => deletedAt === null)).toHaveLength(1);
  expect(on.app.addresses.map(({ type }) => type).sort()).toEqual(['shared_v4', 'v6']);
  expect(await on.runHelix('plan --refresh', SECRET)).toContain('No changes.');
}

/** Runs a command as a whole, and returns the points of its calls, or a part of them. */
async function choosePoints(command: string): Promise<readonly KillPoint[]> {
  const begin = on.fly.calls.length;
  await on.runHelix(command, SECRET);
  return drawnOf(pointsOf(on.fly.calls.length - begin), 9);
}

/** The last points may not come: the calls that are repeated while Fly works differ from run to run. */
function expectMost(killed: number, points: readonly KillPoint[]): void {
  expect(killed).toBeGreaterThan(points.length / 2);
  expect(on.fly.violations).toEqual([]);
}

test('an apply that is killed at any call is continued, and nothing is there twice', async () => {
  let killed = 0;
  const points = await choosePoints(APPLY);
  await on.runHelix(DESTROY);
  for (const point of points) {
    killed += Number(await on.runKilled(APPLY, point, SECRET));
    await expectOneOfEach('ghcr.io/acme/shop:1');
    await on.runHelix(DESTROY);
    expect([...on.fly.world.apps.keys()]).toEqual([]);
  }
  expectMost(killed, points);
});

test('an update that is killed at any call is continued', async () => {
  let killed = 0;
  await on.runHelix(APPLY, SECRET);
  on.project.edit('helix.toml', 'shop:1', 'shop:2');
  const points = await choosePoints(APPLY);
  for (const point of points) {
    const image = `ghcr.io/acme/shop:${point.call}-${point.when}`;
    on.project.write('helix.toml', HELIX_TOML.replace('ghcr.io/acme/shop:1', image));
    killed += Number(await on.runKilled(APPLY, point, SECRET));
    await expectOneOfEach(image);
  }
  expectMost(killed, points);
});

test('a replacement that is killed at any call is continued, and the old volume goes', async () => {
  let killed = 0;
  await on.runHelix(APPLY, SECRET);
  const regions = ['iad', 'fra'] as const;
  on.project.edit('helix.toml', '"fra"', '"iad"');
  const points = await choosePoints(APPLY);
  for (const [at, point] of points.entries()) {
    const [from, to] = at % 2 === 0 ? regions : [regions[1], regions[0]];
    on.project.edit('helix.toml', `"${from}"`, `"${to}"`);
    killed += Number(await on.runKilled(APPLY, point, SECRET));
    await expectOneOfEach('ghcr.io/acme/shop:1');
    const kept = on.app.volumes.filter(({ deletedAt }) => deletedAt === null);
    expect([on.machine.region, ...kept.map(({ region }) => region)]).toEqual([to, to]);
  }
  expectMost(killed, points);
});

test('a destroy that is killed at any call is continued, and leaves no orphan', async () => {
  let killed = 0;
  await on.runHelix(APPLY, SECRET);
  const points = await choosePoints(DESTROY);
  for (const point of points) {
    await on.runHelix(APPLY, SECRET);
    killed += Number(await on.runKilled(DESTROY, point, SECRET));
    await on.runHelix(DESTROY);
    expect([...on.fly.world.apps.keys()]).toEqual([]);
  }
  expectMost(killed, points);
});
