import type { Address, EngineName } from '../values/resource';
import type { Unpriced } from './decide';

/** Changes that this version can carry out, and those that need an engine it lacks or wait for one that does. */
export function bySupport(
  changes: readonly Unpriced[],
  engines: ReadonlySet<EngineName>,
): { supported: Unpriced[]; unsupported: Unpriced[] } {
  const supported: Unpriced[] = [];
  const unsupported: Unpriced[] = [];
  const missing = new Set<Address>();
  // Dependencies come before dependants, so one pass is enough.
  for (const change of changes) {
    const canRun =
      change.action === 'read' ||
      (engines.has(change.engine) && !change.dependsOn.some((address) => missing.has(address)));
    if (!canRun) missing.add(change.address);
    (canRun ? supported : unsupported).push(change);
  }
  return { supported, unsupported };
}
