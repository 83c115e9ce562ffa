import { recordDigest } from '../state/record-digest';
import type { State } from '../state/state';
import type { Address } from '../values/resource';
import type { Plan } from './plan';

/** A record that has changed since the plan was made. */
export interface Stale {
  readonly address: Address;
  readonly now: 'created' | 'changed' | 'gone';
}

/** Returns the digest of an address's record, or of its tombstone; null if it has neither. */
export function digestIn(state: State | null, address: Address): string | null {
  return recordDigest(state?.resources[address] ?? state?.tombstones[address]);
}

/**
 * Returns the records that a plan reads or writes and that have changed since. Other records do not matter: two plans of
 * different resources can both be applied.
 */
export function staleRecords(plan: Plan, state: State | null): Stale[] {
  return plan.reads.flatMap(({ address, digest }): Stale[] => {
    const current = digestIn(state, address);
    if (current === digest) return [];
    return [{ address, now: digest === null ? 'created' : current === null ? 'gone' : 'changed' }];
  });
}
