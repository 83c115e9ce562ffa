import type { Address } from '../values/resource';
import type { PlanContext } from './plan-context';
import type { Change } from './plan';
import type { Expiry } from './outlook';

/** Returns what expires after this plan, soonest first, without created and replaced resources: their TTL has not begun. */
export function upcoming(changes: readonly Change[], context: PlanContext): Expiry['next'] {
  const changed = new Map(changes.map((change) => [change.address, change]));
  const next: { address: Address; expiresAt: string }[] = [];
  for (const { address, expiresAt: recorded } of context.records.values()) {
    const change = changed.get(address);
    const end = change === undefined ? recorded : change.action === 'update' ? change.expiresAt : null;
    if (end !== null && end > context.now) next.push({ address, expiresAt: end });
  }
  return next.sort((a, b) => (a.expiresAt < b.expiresAt ? -1 : a.expiresAt > b.expiresAt ? 1 : 0));
}
