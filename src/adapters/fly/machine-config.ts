import type { FlyAppInputs } from '../../resources/fly-app';
import { mountOf } from '../../resources/fly-app';
import type { Owner } from '../../resources/owner';
import { canonicalJson, digestOf } from '../../values/digest';
import type { Json } from '../../values/json';
import type { Machine, MachineConfig } from './api/machine-calls';
import { guestOf } from './guest';
import { MARKS } from './marks';

/** The parts of a machine that its inputs do not tell. */
export interface MachineParts {
  /** The reference of its image. */
  readonly image: string;
  readonly volumeId: string | null;
  /** The version of the secrets that it must see; null: it has none. */
  readonly secretsVersion: number | null;
}

/** The marks of a machine, besides those that its configuration tells. */
export interface MachineMarks {
  readonly owner: Owner;
  readonly project: string;
  readonly expiresAt: string | null;
  readonly key: string;
}

/** The name of the one check. */
const CHECK = 'helix';

/** Returns the whole configuration of a machine: Fly drops what an update leaves out. */
export function machineConfig(
  inputs: FlyAppInputs,
  parts: MachineParts,
  { owner, project, expiresAt, key }: MachineMarks,
): MachineConfig {
  const config = bareConfig(inputs, parts);
  return {
    ...config,
    metadata: {
      [MARKS.project]: project,
      [MARKS.workspace]: owner.workspace,
      [MARKS.address]: owner.address,
      [MARKS.lineage]: owner.lineage,
      [MARKS.expiresAt]: expiresAt ?? '',
      [MARKS.operation]: key,
      [MARKS.config]: digestOf([config, parts.secretsVersion]),
      [MARKS.secrets]: `${parts.secretsVersion ?? ''}`,
    },
  };
}

function bareConfig(inputs: FlyAppInputs, { image, volumeId }: MachineParts): MachineConfig {
  const { port, health, vmSize } = inputs;
  const mount = mountOf(inputs);
  return {
    image,
    guest: guestOf(vmSize),
    env: environmentOf(inputs),
    services: [
      {
        protocol: 'tcp',
        internal_port: port,
        ports: inputs.private
          ? [{ port: 80, handlers: ['http'] }]
          : [
              { port: 80, handlers: ['http'], force_https: true },
              { port: 443, handlers: ['tls', 'http'] },
            ],
        // A database that stops by itself answers its next request late.
        autostop: 'off',
        autostart: true,
      },
    ],
    checks: {
      [CHECK]: {
        type: health.path === null ? 'tcp' : 'http',
        port,
        interval: `${health.intervalSeconds}s`,
        timeout: `${health.timeoutSeconds}s`,
        grace_period: `${health.graceSeconds}s`,
        ...(health.path !== null && { method: 'GET', path: health.path }),
      },
    },
    mounts:
      mount === null || volumeId === null ? [] : [{ volume: volumeId, path: mount.path, name: mount.name }],
    restart: { policy: 'on-failure', max_retries: 10 },
  };
}

/** Returns the variables that are not secret. */
export function environmentOf({
  envVars,
  port,
}: Pick<FlyAppInputs, 'envVars' | 'port'>): Record<string, string> {
  const literals = Object.entries(envVars).flatMap(([name, value]) =>
    value.startsWith('literal:') ? [[name, value.slice('literal:'.length)] as const] : [],
  );
  // Fly's own network has IPv6 addresses alone.
  return { HELIX_HTTP_ADDR: `[::]:${port}`, ...Object.fromEntries(literals) };
}

/** The references to secrets, which Fly keeps: name -> reference. */
export function secretsOf({ envVars }: Pick<FlyAppInputs, 'envVars'>): Record<string, string> {
  return Object.fromEntries(Object.entries(envVars).filter(([, value]) => !value.startsWith('literal:')));
}

/** Whether a machine was last sent this configuration, and has it. */
export function hasConfig(machine: Machine, wanted: MachineConfig): boolean {
  const digest = wanted.metadata?.[MARKS.config];
  return machine.config.metadata?.[MARKS.config] === digest && differencesFrom(machine, wanted).length === 0;
}

/** Returns the parts of a machine that differ from what it was sent, as far as Helix sets them. */
export function differencesFrom({ config }: Machine, wanted: MachineConfig): readonly string[] {
  const parts = {
    image: [config.image, wanted.image],
    size: [config.guest && presetFields(config.guest), wanted.guest && presetFields(wanted.guest)],
    variables: [config.env ?? {}, wanted.env ?? {}],
    service: [config.services?.[0]?.internal_port, wanted.services?.[0]?.internal_port],
    check: [config.checks?.[CHECK], wanted.checks?.[CHECK]],
    volume: [volumesOf(config), volumesOf(wanted)],
  };
  return Object.entries(parts)
    .filter(
      ([, [is, should]]) => canonicalJson((is ?? null) as Json) !== canonicalJson((should ?? null) as Json),
    )
    .map(([name]) => name);
}

function presetFields({ cpu_kind, cpus, memory_mb }: NonNullable<MachineConfig['guest']>) {
  return { cpu_kind, cpus, memory_mb };
}

export function volumesOf({ mounts = [] }: MachineConfig): readonly string[] {
  return mounts.map(({ volume, path }) => `${volume}:${path}`);
}

/** Returns the check of a machine as inputs; null for one that Helix did not write. */
export function healthIn({ checks }: MachineConfig): FlyAppInputs['health'] | null {
  const check = checks?.[CHECK];
  if (check === undefined) return null;
  const seconds = (text: string | undefined): number => Number(/^(\d+)s$/.exec(text ?? '')?.[1] ?? 0);
  return {
    path: check.type === 'http' ? (check.path ?? '/') : null,
    intervalSeconds: seconds(check.interval),
    timeoutSeconds: seconds(check.timeout),
    graceSeconds: seconds(check.grace_period),
  };
}
