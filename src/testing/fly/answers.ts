import { createHash } from 'node:crypto';
import type { components } from '../../adapters/fly/generated/api';
import type { StoredApp, StoredMachine, StoredVolume } from './app-parts';

type Schemas = components['schemas'];

/** Returns a volume as the API shows it. */
export function volumeAnswer(volume: StoredVolume, { machines }: StoredApp): Schemas['Volume'] {
  const holder = machines.find(
    ({ config, state }) =>
      state !== 'destroyed' && (config.mounts ?? []).some((mount) => mount.volume === volume.id),
  );
  return {
    id: volume.id,
    name: volume.name,
    state: volume.deletedAt === null ? 'created' : 'pending_destroy',
    size_gb: volume.sizeGb,
    region: volume.region,
    zone: 'z1',
    encrypted: true,
    attached_machine_id: holder?.id ?? null,
    host_status: 'ok',
    created_at: new Date(volume.createdAt).toISOString(),
  };
}

/** Returns a machine as the API shows it at a time. */
export function machineAnswer(machine: StoredMachine, now: number): Schemas['Machine'] {
  const { config, crashes } = machine;
  const state = stateAt(machine, now);
  const { registry, repository, tag, digest } = imageRef(config.image);
  return {
    id: machine.id,
    name: machine.name,
    state,
    region: machine.region,
    instance_id: instanceId(machine),
    private_ip: 'fdaa:0:1::2',
    // Fly fills in what it was not told.
    config: { ...config, restart: config.restart ?? { policy: 'always' } },
    image_ref: { registry, repository, tag, digest },
    checks: Object.keys(config.checks ?? {}).map((name) => ({
      name,
      status: state === 'started' && !crashes ? 'passing' : 'critical',
      output: crashes ? 'connect: connection refused' : '',
    })),
    events: crashes
      ? [
          {
            type: 'exit',
            status: 'stopped',
            request: { exit_event: { exit_code: 13, oom_killed: false, requested_stop: false } },
          },
        ]
      : [],
    host_status: 'ok',
    created_at: new Date(machine.createdAt).toISOString(),
    updated_at: new Date(machine.createdAt).toISOString(),
  };
}

export function stateAt(machine: StoredMachine, now: number): string {
  if (now < machine.until) return machine.passing;
  return machine.crashes && machine.state === 'started' ? 'stopped' : machine.state;
}

export function instanceId({ id, version }: StoredMachine): string {
  return `01${id.toUpperCase()}${version}`;
}

function imageRef(image: string) {
  const [named = '', digest = `sha256:${createHash('sha256').update(image).digest('hex')}`] =
    image.split('@');
  const [, registry = 'docker.io', rest = named] = /^([^/]*[.:][^/]*)\/(.*)$/.exec(named) ?? [];
  const [, repository = rest, tag = ''] = /^(.*):([^/:]+)$/.exec(rest) ?? [];
  return { registry, repository, tag, digest };
}
