import { createHash } from 'node:crypto';
import type { components } from '../../../adapters/fly/generated/api';
import type { FlyWorld } from './fly-world';
import { instanceId } from './machine-states';
import type { StoredApp, StoredMachine, StoredVolume } from './stored';
import type { Timings } from './timings';

type Schemas = components['schemas'];

/** Returns a volume as the API shows it. */
export function volumeAnswer(world: FlyWorld, app: StoredApp, volume: StoredVolume): Schemas['Volume'] {
  return {
    id: volume.id,
    name: volume.name,
    state: volume.deletedAt === null ? 'created' : 'pending_destroy',
    size_gb: volume.sizeGb,
    region: volume.region,
    zone: 'z1',
    encrypted: true,
    attached_machine_id: world.volumes.holder(app, volume)?.id ?? null,
    host_status: 'ok',
    created_at: new Date(volume.createdAt).toISOString(),
  };
}

/** Returns a machine as the API shows it now. */
export function machineAnswer(world: FlyWorld, machine: StoredMachine, timings: Timings): Schemas['Machine'] {
  const { config } = machine;
  return {
    id: machine.id,
    name: machine.name,
    state: world.machines.stateOf(machine),
    region: machine.region,
    instance_id: instanceId(machine),
    private_ip: 'fdaa:0:1::2',
    // Fly fills in what it was not told.
    config: { ...config, restart: config.restart ?? { policy: 'always' } },
    image_ref: imageRef(config.image),
    checks: checksOf(world, machine, timings),
    events: machine.events,
    host_status: 'ok',
    created_at: new Date(machine.createdAt).toISOString(),
    updated_at: new Date(machine.updatedAt).toISOString(),
  };
}

function checksOf(
  world: FlyWorld,
  machine: StoredMachine,
  { checkMs }: Timings,
): NonNullable<Schemas['Machine']['checks']> {
  const { image, checks = {} } = machine.config;
  const isAnswering = world.machines.stateOf(machine) === 'started' && !world.silent.has(image);
  const isPassing = isAnswering && world.now >= machine.until + checkMs;
  return Object.keys(checks).map((name) => ({
    name,
    status: isPassing ? ('passing' as const) : ('critical' as const),
    output: isPassing ? '' : 'connect: connection refused',
  }));
}

function imageRef(image: string): NonNullable<Schemas['Machine']['image_ref']> {
  const [named = '', digest = `sha256:${createHash('sha256').update(image).digest('hex')}`] =
    image.split('@');
  const [, registry = 'docker.io', rest = named] = /^([^/]*[.:][^/]*)\/(.*)$/.exec(named) ?? [];
  const [, repository = rest, tag = ''] = /^(.*):([^/:]+)$/.exec(rest) ?? [];
  return { registry, repository, tag, digest };
}
