import { cloudNamed } from '../clouds';
import { REPLACING_DRIFT } from '../resources/drift-notes';
import { isSpot } from '../resources/machine';
import type { ResourceRecord } from '../state/state';
import { CONTAINER_PROVIDER } from '../values/resource';
import type { ResourceKind } from '../values/resource';
import type { Difference } from './attributes';
import type { Change } from './plan';
import { effectOf, replacesBetween } from './replacement';

/**
 * The attributes whose change replaces a resource, by kind; a path covers the paths below it. A cluster cannot move to
 * another region, and its id is its identity. A cloud may have rules of its own.
 */
const FORCES_REPLACEMENT: Record<ResourceKind, readonly string[]> = {
  cluster: ['cluster_id', 'region', 'anonymous'],
  registry_repo: ['name', 'account', 'region', 'registry'],
  image: [],
  instance: [
    'name',
    'app',
    'container',
    'provider',
    'account',
    'region',
    'arch',
    'spot',
    'subnet_id',
    'volume',
  ],
  ttl_policy: [],
};

/** The attributes of a container on this host that only another container can have. Its volume outlives it. */
const REPLACES_CONTAINER = ['container', 'runtime', 'port', 'image', 'storage', 's3', 'data_folder'];

/** Whether a difference of one input replaces the resource. */
export function forcesReplacement(
  { address, kind, provider, inputs }: Pick<ResourceRecord, 'address' | 'kind' | 'provider' | 'inputs'>,
  { path, before, after }: Difference,
): boolean {
  if (path === REPLACING_DRIFT) return true;
  const cloud = cloudNamed(provider);
  if (path === 'lowering') return replacesBetween(before, after, cloud?.lowering?.replacing ?? []);
  const rules = cloud?.replacement ?? null;
  if (rules !== null) {
    const wasSpot = isSpot(address, inputs);
    return effectOf(rules, kind, { path, before, after }, { wasSpot }) === 'replace';
  }
  // A claim: the account gets the instance as a cluster that keeps its data.
  if (kind === 'cluster' && 'anonymous' in inputs && isClaimed(path, before, after)) return false;
  const forcing = isContainer({ kind, provider }) ? REPLACES_CONTAINER : FORCES_REPLACEMENT[kind];
  return forcing.some((name) => path === name || path.startsWith(`${name}.`));
}

/** Whether a difference is one of a claim, by which an instance without an account becomes a cluster. */
function isClaimed(path: string, before: unknown, after: unknown): boolean {
  return (path === 'anonymous' && after === undefined) || (path === 'cluster_id' && before === undefined);
}

/** Whether a resource gets new values of its secrets by being replaced alone. */
export function replacesForSecrets({ kind, provider }: Pick<ResourceRecord, 'kind' | 'provider'>): boolean {
  const stricter = cloudNamed(provider)?.replacement?.stricter ?? {};
  return kind === 'instance' && stricter['secrets value']?.effect === 'replace';
}

/** Whether it is a container on this host, whose volume outlives it. */
export function isContainer({ kind, provider }: Pick<ResourceRecord, 'kind' | 'provider'>): boolean {
  return kind === 'instance' && provider === CONTAINER_PROVIDER;
}

/** Whether a resource of this kind loses data when it is deleted. */
export function holdsData(kind: ResourceKind): boolean {
  return kind === 'cluster';
}

/** Whether a change deletes a resource together with its data. */
export function destroysData(change: Change): boolean {
  return (change.action === 'replace' || change.action === 'delete') && change.losesData;
}

/** Whether an expiry keeps a resource of this kind, since others may still run from it. */
export function outlivesExpiry(kind: ResourceKind): boolean {
  return kind === 'registry_repo' || kind === 'image';
}
