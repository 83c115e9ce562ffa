import { cloudNamed } from '../clouds';
import { REPLACING_DRIFT } from '../resources/drift-notes';
import { isSpot } from '../resources/machine';
import type { ResourceRecord } from '../state/state';
import type { ResourceKind } from '../values/resource';
import type { Difference } from './attributes';
import { effectOf, replacesBetween } from './replacement';

/**
 * Attributes whose change replaces the resource, per kind. A prefix covers what lies below it.
 * A cluster's region cannot be moved, and its id is its identity. A cloud may have rules of its own.
 */
const FORCES_REPLACEMENT: Record<ResourceKind, readonly string[]> = {
  cluster: ['cluster_id', 'region', 'anonymous'],
  registry_repo: ['name', 'region', 'registry'],
  image: [],
  instance: ['name', 'app', 'container', 'provider', 'region', 'arch', 'spot', 'subnet_id', 'volume'],
  ttl_policy: [],
};

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
