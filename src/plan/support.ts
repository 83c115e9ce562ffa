import type { Address } from '../values/resource';
import type { ResourceRecord } from '../state/state';
import type { Unpriced } from './decide';

/** Whether this version has an engine that carries out changes to such a resource. */
export type AppliedHere = (resource: Pick<ResourceRecord, 'engine' | 'provider'>) => boolean;

/** Changes that this version can carry out, and those that need an engine it lacks or wait for one that does. */
export function bySupport(
  changes: readonly Unpriced[],
  isApplied: AppliedHere,
): { supported: Unpriced[]; unsupported: Unpriced[] } {
  const supported: Unpriced[] = [];
  const unsupported: Unpriced[] = [];
  const missing = new Set<Address>();
  // Dependencies come before dependants, so one pass is enough.
  for (const change of changes) {
    const canRun =
      change.action === 'read' ||
      (isApplied(change) && !change.dependsOn.some((address) => missing.has(address)));
    if (!canRun) missing.add(change.address);
    (canRun ? supported : unsupported).push(change);
  }
  return { supported, unsupported };
}
