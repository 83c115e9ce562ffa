import type { Address } from '../values/resource';
import { gpuCount } from '../resources/machine';
import type { ResourceRecord } from '../state/state';
import type { Unpriced } from './decide';
import type { Change } from './plan';

/** Whether this version has an engine that applies changes to such a resource. */
export type AppliedHere = (
  resource: Pick<ResourceRecord, 'engine' | 'kind' | 'provider' | 'inputs'>,
) => boolean;

/** Splits changes into those that this version can apply, and those that need a missing engine or depend on such a one. */
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
      (isApplied(resourceOf(change)) &&
        !needsDrivers(change) &&
        !change.dependsOn.some((address) => missing.has(address)));
    if (!canRun) missing.add(change.address);
    (canRun ? supported : unsupported).push(change);
  }
  return { supported, unsupported };
}

function resourceOf(change: Unpriced): Parameters<AppliedHere>[0] {
  const { engine, kind, provider } = change;
  return { engine, kind, provider, inputs: change.action === 'delete' ? change.before : change.after };
}

/** Returns why this version cannot apply a change although it has the engine; null if the engine is missing. */
export function whyUnsupported(change: Pick<Change, 'address' | 'after'>): string | null {
  return needsDrivers(change) ? 'its GPU is priced, but cannot be set up yet' : null;
}

/** Whether a machine has a GPU. Its image has no drivers: the GPU would cost money and do nothing. */
function needsDrivers({ address, after }: Pick<Unpriced, 'address' | 'after'>): boolean {
  return after !== null && gpuCount(address, after) > 0;
}
