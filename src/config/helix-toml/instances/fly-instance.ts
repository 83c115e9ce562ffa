import { cloudOf } from '../../../clouds';
import type { FlyInstance } from '../../config';
import { readDbConfig } from '../db-config';
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
  return {
    kind: 'fly',
    ...readBase(from),
    vmSize: table.vm_size,
    volume: table.volume ?? `helix_${from.project}_${name}_data:/data`.replaceAll('-', '_').toLowerCase(),
    volumeInitialSizeGb: table.volume_initial_size ?? 20,
    authType: /^api_?key$/i.test(table.auth_type ?? '') ? 'ApiKey' : 'Cli',
    private: readPrivate(from),
    region: table.region ?? defaultRegion(from),
    buildMode: readBuildMode(from, 'release'),
    build: readImageBuild(from, LEAVES_THIS_HOST),
    db: readDbConfig(table),
  };
}

/** `[defaults] region` may be a region of Helix Cloud, which Fly does not have. */
function defaultRegion({ defaults }: InstanceTable<Fly>): string {
  const { shape, default: home } = cloudOf('fly').regions;
  return shape.test(defaults.region) ? defaults.region : home;
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
