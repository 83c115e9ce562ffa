import { cloudOf } from '../../../clouds';
import { isLoopback } from '../../../values/loopback';
import type { FlyInstance } from '../../config';
import { readDbConfig } from '../db-config';
import { readEnvVars } from '../env-vars';
import type { Fly } from '../../generated/helix';
import { LEAVES_THIS_HOST, readImageBuild } from './image-build';
import { at, readBase, readBuildMode } from './instance-table';
import type { InstanceTable } from './instance-table';

/** The required keys with examples. Drafts of the format (`FlyIo`, `app_name`, `privacy`) do not have them. */
const REQUIRED = { volume: '"<name>:/data"', volume_initial_size: '20', auth_type: '"Cli"' } as const;

/** Reads `[cloud.N.fly]`, and its older form `[cloud.N.FlyIo]`. */
export function readFly(from: InstanceTable<Fly>): FlyInstance {
  const { table, name } = from;
  requireKeys(from);
  refuseGpu(from);
  checkRegistry(from);
  const instance: FlyInstance = {
    kind: 'fly',
    ...readBase(from),
    vmSize: table.vm_size,
    volume: table.volume ?? `helix_${from.project}_${name}_data:/data`.replaceAll('-', '_').toLowerCase(),
    volumeInitialSizeGb: table.volume_initial_size ?? 20,
    authType: /^api_?key$/i.test(table.auth_type ?? '') ? 'ApiKey' : 'Cli',
    private: readPrivate(from),
    region: readRegion(from),
    org: table.org ?? 'personal',
    image: table.image ?? null,
    registry: table.registry_url ?? REGISTRY,
    port: table.port ?? (table.image === undefined ? BUILT_PORT : PREBUILT_PORT),
    envVars: readEnvVars(from.document, [...from.path, 'env_vars'], table.env_vars, from.problems),
    health: {
      path: table.health?.http_path ?? null,
      intervalSeconds: table.health?.interval_seconds ?? 15,
      timeoutSeconds: table.health?.timeout_seconds ?? 10,
      graceSeconds: table.health?.grace_seconds ?? 30,
    },
    buildMode: readBuildMode(from, 'release'),
    build: readImageBuild(from, LEAVES_THIS_HOST),
    db: readDbConfig(table),
  };
  warnOfOpenDatabase(from, instance);
  return instance;
}

/** The registry of Fly, whose repositories are apps. */
const REGISTRY = 'registry.fly.io';
/** The ports of HelixDB 2.x, which is built, and of 3.x. */
const BUILT_PORT = 6969;
const PREBUILT_PORT = 8080;
const GPU = /^(a10|a100-40gb|a100-80gb|l40s)$/;

/** Reports a registry that would be sent the token of Fly. */
function checkRegistry(from: InstanceTable<Fly>): void {
  const { registry_url: host = REGISTRY } = from.table;
  if (host === REGISTRY || isLoopback(host.replace(/:\d+$/, ''))) return;
  from.problems.error({
    code: 'bad-value',
    message: `\`${[...from.path, 'registry_url'].join('.')}\` is \`${host}\`, and machines on Fly pull built images from \`${REGISTRY}\` alone.`,
    hint: 'Remove it, or name a public image: `image = "..."`.',
    place: at(from, 'registry_url', 'value'),
  });
}

function refuseGpu(from: InstanceTable<Fly>): void {
  const { vm_size: size } = from.table;
  if (!GPU.test(size)) return;
  from.problems.error({
    code: 'bad-value',
    message: `\`${[...from.path, 'vm_size'].join('.')}\` is \`${size}\`, and Fly has had no GPUs since 2026-08-01.`,
    hint: 'Take a size such as `performance-8x`, or a machine of another cloud: `[deploy.N]` with `gpu_count`.',
    place: at(from, 'vm_size', 'value'),
  });
}

/** HelixDB 2.x asks nobody for a key unless it was built and told so: anyone who finds the address reads and writes. */
function warnOfOpenDatabase(from: InstanceTable<Fly>, instance: FlyInstance): void {
  const { build, envVars, image } = instance;
  const isDatabase = image === null && build.dockerfile === null;
  if (!isDatabase || instance.private || envVars.some(({ name }) => name === 'HELIX_API_KEY')) return;
  from.problems.warning({
    code: 'open-database',
    message: `\`${from.path.join('.')}\` puts a database on the internet that asks nobody for a key.`,
    hint: 'Write `private = true`, or `env_vars = { HELIX_API_KEY = "env:HELIX_API_KEY" }` with a `build_mode = "release"`.',
    place: () => from.document.place(from.path, 'table'),
  });
}

function readRegion(from: InstanceTable<Fly>): string {
  const { region } = from.table;
  if (region === undefined) return defaultRegion(from);
  const { shape, default: home } = cloudOf('fly').regions;
  if (!shape.test(region)) {
    const lower = region.trim().toLowerCase();
    from.problems.error({
      code: 'bad-region',
      message: `\`${region}\` is not a region of \`fly\`.`,
      hint: shape.test(lower)
        ? `Did you mean \`${lower}\`?`
        : `Its regions are the codes of airports, like \`${home}\`.`,
      place: at(from, 'region', 'value'),
    });
  }
  return region;
}

/** `[defaults] region` may be a region of Helix Cloud, which Fly does not have. */
function defaultRegion(from: InstanceTable<Fly>): string {
  const { shape, default: home } = cloudOf('fly').regions;
  const { region } = from.defaults;
  if (shape.test(region)) return region;
  from.problems.note({
    code: 'default-region',
    message: `\`${from.path.join('.')}\` names no region: it is placed in \`${home}\`.`,
    place: () => from.document.place(from.path, 'table'),
  });
  return home;
}

function requireKeys(from: InstanceTable<Fly>): void {
  const { table, path } = from;
  const isDraft = path.at(-1) !== 'fly' || table.app_name !== undefined || table.privacy !== undefined;
  if (isDraft) return;
  for (const [key, example] of Object.entries(REQUIRED)) {
    if (Object.hasOwn(table, key)) continue;
    from.problems.error({
      code: 'missing-key',
      message: `\`[${path.join('.')}]\` needs \`${key}\`.`,
      hint: `Add \`${key} = ${example}\`.`,
      place: () => from.document.place(path, 'table'),
    });
  }
}

function readPrivate(from: InstanceTable<Fly>): boolean {
  const { table } = from;
  const older = table.privacy?.toLowerCase() === 'private';
  if (table.private !== undefined && table.privacy !== undefined && table.private !== older) {
    from.problems.error({
      code: 'contradiction',
      message: `\`${from.path.join('.')}\` has both \`private = ${table.private}\` and \`privacy = "${table.privacy}"\`.`,
      hint: 'Keep `private`.',
      place: at(from, 'privacy', 'key'),
    });
  }
  return table.private ?? older;
}
