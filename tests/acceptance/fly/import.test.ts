import { OnFly } from './on-fly';

const HELIX_TOML = `[project]
name = "shop"

[cloud.web.fly]
region = "fra"
vm_size = "shared-cpu-1x"
volume = "data:/data"
volume_initial_size = 3
auth_type = "ApiKey"
image = "ghcr.io/acme/shop:2"
`;

let on: OnFly;
afterEach(() => on.close());

test('an app that another tool made is imported with its volume, and then changed as declared', async () => {
  on = await OnFly.open({ 'helix.toml': HELIX_TOML });
  const { world } = on.fly;
  const app = world.createApp('shop-by-hand', 'personal');
  const guest = { cpu_kind: 'shared', cpus: 1, memory_mb: 256 } as const;
  const volume = world.volumes.create(app, { name: 'data', region: 'fra', size_gb: 3, compute: guest });
  const mounts = [{ volume: volume.id, path: '/data' }];
  const metadata = { fly_process_group: 'app' };
  const config = { image: 'ghcr.io/acme/shop:1', guest, mounts, metadata };
  const { id } = world.machines.create(app, { name: 'by-hand', region: 'fra', config });
  await on.runHelix('import registry_repo.web shop-by-hand --auto-approve');
  expect(await on.runHelix('import instance.web shop-by-hand --auto-approve')).toContain('nobody');
  const plan = await on.runHelix('plan');
  expect(plan).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
  await on.runHelix('apply --auto-approve');
  expect([on.machine.id, on.machine.config.image]).toEqual([id, 'ghcr.io/acme/shop:2']);
  expect(on.machine.config.metadata).not.toHaveProperty('fly_process_group');
  expect(on.app.addresses).toHaveLength(2);
  expect(await on.runHelix('plan --refresh')).toContain('No changes.');
});
