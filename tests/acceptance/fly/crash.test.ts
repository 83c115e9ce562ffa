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

test('an apply, an update and a destroy that are killed at any call are continued, and leave no orphan', async () => {
  const begin = on.fly.calls.length;
  await on.runHelix(APPLY, SECRET);
  const ofApply = on.fly.calls.length - begin;
  on.project.edit('helix.toml', 'shop:1', 'shop:2');
  await on.runHelix(APPLY, SECRET);
  const ofUpdate = on.fly.calls.length - begin - ofApply;
  await on.runHelix(DESTROY);
  const ofDestroy = on.fly.calls.length - begin - ofApply - ofUpdate;
  // The last points may not come: what is asked again while Fly works differs from run to run.
  let killed = 0;
  for (const point of drawnOf(pointsOf(ofApply), 9)) {
    killed += Number(await on.runKilled(APPLY, point, SECRET));
    await expectOneOfEach('ghcr.io/acme/shop:2');
    await on.runHelix(DESTROY);
    expect([...on.fly.world.apps.keys()]).toEqual([]);
  }
  await on.runHelix(APPLY, SECRET);
  for (const point of drawnOf(pointsOf(ofUpdate), 9)) {
    const image = `ghcr.io/acme/shop:${point.call}-${point.when}`;
    on.project.write('helix.toml', HELIX_TOML.replace('ghcr.io/acme/shop:1', image));
    killed += Number(await on.runKilled(APPLY, point, SECRET));
    await expectOneOfEach(image);
  }
  for (const point of drawnOf(pointsOf(ofDestroy), 9)) {
    await on.runHelix(APPLY, SECRET);
    killed += Number(await on.runKilled(DESTROY, point, SECRET));
    await on.runHelix(DESTROY);
    expect([...on.fly.world.apps.keys()]).toEqual([]);
  }
  expect(killed).toBeGreaterThan(4);
  expect(on.fly.violations).toEqual([]);
});
