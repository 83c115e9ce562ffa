import type { Existing } from '../../ports/engine';
import {
  decodeFlyApp,
  decodeFlyAppOutputs,
  encodeFlyApp,
  encodeFlyAppOutputs,
  mountOf,
} from '../../resources/fly-app';
import type { FlyAppInputs } from '../../resources/fly-app';
import type { ResourceRecord } from '../../state/state';
import type { IpAssignment } from './api/fly-api';
import type { Machine } from './api/machine-calls';
import type { Volume } from './api/volume-calls';
import { presetOf } from './guest';
import { environmentOf, healthIn } from './machine-config';
import { secretsVersionOf } from './marks';

/** An app as it is, in the answers of Fly. */
export interface SeenApp {
  readonly app: string;
  readonly machine: Machine | null;
  readonly volume: Volume | null;
  readonly addresses: readonly IpAssignment[];
}

/** Returns an app in the terms of a record; `record` tells what Fly does not. */
export function existingApp(
  record: Pick<ResourceRecord, 'address' | 'inputs' | 'outputs'>,
  seen: SeenApp,
  status: Existing['status'] = statusOf(seen.machine),
): Existing {
  const recorded = decodeFlyApp(record.address, record.inputs);
  const before = decodeFlyAppOutputs(record.address, record.outputs);
  const inputs = seenInputs(recorded, before.image, seen);
  const { app, machine, volume, addresses } = seen;
  return {
    inputs: encodeFlyApp(inputs),
    outputs: encodeFlyAppOutputs({
      app,
      machineId: machine?.id ?? null,
      volumeId: volume?.id ?? null,
      image: machine?.config.image ?? null,
      secretsVersion: machine && secretsVersionOf(machine),
      url: isPrivate(addresses) ? null : `https://${app}.fly.dev`,
      privateAddress: addresses.find(isFlycast)?.ip ?? null,
    }),
    status,
  };
}

/** Returns the status of a machine; a stopped one may have been stopped by a person. */
export function statusOf(machine: Machine | null): Existing['status'] {
  if (machine === null) return 'failed';
  switch (machine.state) {
    case 'started':
      return isPassing(machine) ? 'ready' : 'failed';
    case 'stopped':
    case 'suspended':
    case 'created':
      return exitOf(machine) === null ? 'stopped' : 'failed';
    default:
      return 'failed';
  }
}

/** Whether no check of a machine fails; Fly keeps some of its own. */
export function isPassing(machine: Machine): boolean {
  return failingChecks(machine).length === 0;
}

/** Returns the checks that do not pass. */
export function failingChecks({ checks = [] }: Machine): readonly { name: string; output?: string }[] {
  return checks.filter(
    ({ name, status }) => status !== 'passing' && !/^(servicecheck-|bg_deployments_)/.test(name),
  );
}

/** Returns how the process of a machine ended last, unless somebody asked for that; null: it did not end. */
export function exitOf({ events = [] }: Pick<Machine, 'events'>): Exit | null {
  const exit = events.find(({ type }) => type === 'exit')?.request?.exit_event;
  if (exit === undefined || exit.requested_stop === true) return null;
  return { code: exit.exit_code ?? null, wasOutOfMemory: exit.oom_killed === true };
}

/** The end of a process. */
export interface Exit {
  readonly code: number | null;
  readonly wasOutOfMemory: boolean;
}

function seenInputs(recorded: FlyAppInputs, image: string | null, seen: SeenApp): FlyAppInputs {
  const { machine, volume, addresses } = seen;
  if (machine === null) return { ...recorded, volume: volume === null ? null : recorded.volume };
  const { config, region } = machine;
  return {
    ...recorded,
    region,
    vmSize: config.guest === undefined ? recorded.vmSize : sizeOf(recorded.vmSize, presetOf(config.guest)),
    // The record names what it is built from.
    image: (image ?? recorded.image) === config.image ? recorded.image : config.image,
    port: config.services?.[0]?.internal_port ?? recorded.port,
    health: healthIn(config) ?? recorded.health,
    envVars: seenVariables(recorded, config.env ?? {}),
    private: addresses.length === 0 ? recorded.private : isPrivate(addresses),
    volume: volume === null ? null : volumeText(recorded, volume, config),
    // One that grew elsewhere cannot shrink: it stays as it is asked for.
    volumeInitialSizeGb:
      volume === null || recorded.volumeInitialSizeGb === null
        ? recorded.volumeInitialSizeGb
        : Math.min(recorded.volumeInitialSizeGb, volume.size_gb),
  };
}

/** The recorded volume, unless another one is mounted. */
function volumeText(recorded: FlyAppInputs, { name }: Volume, { mounts = [] }: Machine['config']): string {
  const path = mounts[0]?.path ?? '/data';
  const mount = mountOf(recorded);
  const isSame = mount?.name === name && mount.path === path;
  return isSame && recorded.volume !== null ? recorded.volume : `${name}:${path}`;
}

/** The same size may be written in two ways. */
function sizeOf(recorded: string, found: string): string {
  return recorded.startsWith(`${found}:`) ? recorded : found;
}

function seenVariables(
  recorded: FlyAppInputs,
  env: Readonly<Record<string, string>>,
): Record<string, string> {
  const added = environmentOf({ envVars: {}, port: recorded.port });
  const literals = Object.entries(env)
    .filter(([name, value]) => added[name] !== value || recorded.envVars[name] !== undefined)
    .map(([name, value]) => [name, `literal:${value}`] as const);
  const secrets = Object.entries(recorded.envVars).filter(([, value]) => !value.startsWith('literal:'));
  return Object.fromEntries([...literals, ...secrets]);
}

function isFlycast({ ip }: IpAssignment): boolean {
  return ip.startsWith('fdaa:');
}

function isPrivate(addresses: readonly IpAssignment[]): boolean {
  return addresses.length > 0 && addresses.every(isFlycast);
}
