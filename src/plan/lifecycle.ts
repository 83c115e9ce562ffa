import type { ResourceKind } from '../values/resource';

/**
 * Attributes whose change replaces the resource, per kind. A prefix covers what lies below it.
 * A cluster's region cannot be moved, and its id is its identity.
 */
const FORCES_REPLACEMENT: Record<ResourceKind, readonly string[]> = {
  cluster: ['cluster_id', 'region', 'anonymous'],
  registry_repo: ['name', 'region', 'registry'],
  image: [],
  instance: ['name', 'app', 'container', 'provider', 'region', 'arch', 'spot', 'subnet_id', 'volume'],
  ttl_policy: [],
};

export function forcesReplacement(kind: ResourceKind, path: string): boolean {
  return FORCES_REPLACEMENT[kind].some((forcing) => path === forcing || path.startsWith(`${forcing}.`));
}

/** Kinds whose contents are lost with them. */
export function holdsData(kind: ResourceKind): boolean {
  return kind === 'cluster';
}

/** Kinds that an expiry never takes: other things may still be run from them. */
export function outlivesExpiry(kind: ResourceKind): boolean {
  return kind === 'registry_repo' || kind === 'image';
}
