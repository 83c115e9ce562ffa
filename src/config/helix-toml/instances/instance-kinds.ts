import { readAnonymousCluster, readCluster, readEnterprise } from './cluster-instances';
import type { DeclaredInstance } from '../../config';
import { readFly } from './fly-instance';
import {
  validateAnonymousCluster,
  validateCluster,
  validateEcr,
  validateEnterprise,
  validateFly,
  validateLocal,
  validateNamedRegistry,
  validateRegistry,
} from '../../generated/validators';
import { EXAMPLES, HELIX_UNUSED } from '../../generated/key-lists';
import type { InstanceTable } from './instance-table';
import { readLocal } from './local-instance';
import { readDockerHub, readEcr, readGhcr, readRegistry } from './registry-instances';
import { unusedKeys } from '../../validation/unused-keys';
import type { UnusedKey } from '../../validation/unused-keys';
import type { Validator } from '../../validation/validate';

/** A kind of instance table: its validator, the keys that Helix does not use, and its reader. */
export interface InstanceKind {
  readonly validator: Validator;
  readonly unused: readonly UnusedKey[];
  /** A valid table. */
  readonly example: object;
  /** Reads a table that has passed the validator. */
  read(from: InstanceTable<never>): DeclaredInstance;
}

function kind<T>(
  table: readonly string[],
  validator: Validator,
  read: (from: InstanceTable<T>) => DeclaredInstance,
): InstanceKind {
  const example = EXAMPLES[table.join('.')];
  if (example === undefined) throw new Error(`the schema has no example of ${table.join('.')}`);
  return { validator, read, unused: unusedKeys(HELIX_UNUSED, table), example };
}

const cluster = kind(['cloud', '*', 'helix'], validateCluster, readCluster);
const anonymous = kind(['cloud', '*', 'anonymous'], validateAnonymousCluster, readAnonymousCluster);
const fly = kind(['cloud', '*', 'fly'], validateFly, readFly);
const ecr = kind(['cloud', '*', 'ecr'], validateEcr, readEcr);

/** Returns the service whose regions tables of a kind name; null for a kind that takes no default region. */
export function regionsOf(kind: InstanceKind): 'helix-cloud' | 'fly' | null {
  if (kind === cluster || kind === anonymous) return 'helix-cloud';
  return kind === fly ? 'fly' : null;
}

/** The kinds of `[cloud.N.KIND]`, in all spellings that ever existed. */
export const CLOUD_KINDS: ReadonlyMap<string, InstanceKind> = new Map([
  ['helix', cluster],
  ['Helix', cluster],
  ['HelixCloud', cluster],
  ['anonymous', anonymous],
  ['AnonymousCloud', anonymous],
  ['fly', fly],
  ['FlyIo', fly],
  ['ecr', ecr],
  ['Ecr', ecr],
  ['ghcr', kind(['cloud', '*', 'ghcr'], validateNamedRegistry, readGhcr)],
  ['docker_hub', kind(['cloud', '*', 'docker_hub'], validateNamedRegistry, readDockerHub)],
  ['registry', kind(['cloud', '*', 'registry'], validateRegistry, readRegistry)],
]);

/** Returns the kind of `[local.N]`. `builtByDefault`: whether the image of a table without such keys is built. */
export function localKind(builtByDefault: boolean): InstanceKind {
  return kind(['local', '*'], validateLocal, (from: InstanceTable<never>) => readLocal(from, builtByDefault));
}

/** `[enterprise.N]` */
export const ENTERPRISE_KIND = kind(['enterprise', '*'], validateEnterprise, readEnterprise);
