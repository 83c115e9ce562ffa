import type { Address } from '../values/resource';
import { decodeInstance } from '../resources/instance';
import type { ResourceRecord } from '../state/state';
import type { Unpriced } from './decide';
import type { Change } from './plan';

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
      (isApplied(change) &&
        !needsDrivers(change) &&
        !change.dependsOn.some((address) => missing.has(address)));
    if (!canRun) missing.add(change.address);
    (canRun ? supported : unsupported).push(change);
  }
  return { supported, unsupported };
}

/** Why this version does not carry a change out although it has the engine for it; null when it has none. */
export function whyUnsupported(change: Pick<Change, 'address' | 'kind' | 'engine' | 'after'>): string | null {
  return needsDrivers(change) ? 'its GPU is priced, but cannot be set up yet' : null;
}

/** A machine is given a plain system: without drivers its GPU would cost money and do nothing. */
function needsDrivers({
  address,
  kind,
  engine,
  after,
}: Pick<Unpriced, 'address' | 'kind' | 'engine' | 'after'>): boolean {
  if (kind !== 'instance' || engine !== 'terraform' || after === null) return false;
  const inputs = decodeInstance(address, after);
  return inputs.type === 'machine' && inputs.gpuCount > 0;
}
