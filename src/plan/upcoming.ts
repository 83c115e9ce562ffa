import type { Address } from '../values/resource';
import type { Situation } from './plan-context';
import type { Change, Expiry } from './plan';

/** What will expire after this plan, soonest first. What is created or replaced counts from a time not yet known. */
export function upcoming(changes: readonly Change[], situation: Situation): Expiry['next'] {
  const changed = new Map(changes.map((change) => [change.address, change]));
  const next: { address: Address; expiresAt: string }[] = [];
  for (const { address, expiresAt: recorded } of situation.records.values()) {
    const change = changed.get(address);
    const end = change === undefined ? recorded : change.action === 'update' ? change.expiresAt : null;
    if (end !== null && end > situation.now) next.push({ address, expiresAt: end });
  }
  return next.sort((a, b) => (a.expiresAt < b.expiresAt ? -1 : a.expiresAt > b.expiresAt ? 1 : 0));
}
