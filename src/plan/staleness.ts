import { recordDigest } from '../state/record-digest';
import type { State } from '../state/state';
import type { Address } from '../values/resource';
import type { Plan } from './plan';

/** A record that is not what it was when the plan was made. */
export interface Stale {
  readonly address: Address;
  readonly now: 'created' | 'changed' | 'gone';
}

/** Digest of what is remembered of an address: its record, else its tombstone, else null. */
export function digestIn(state: State | null, address: Address): string | null {
  return recordDigest(state?.resources[address] ?? state?.tombstones[address]);
}

/**
 * The records that a plan reads or writes and that have changed since. Others may have changed: two plans about
 * different things can both be applied.
 */
export function staleRecords(plan: Plan, state: State | null): Stale[] {
  return plan.reads.flatMap(({ address, digest }): Stale[] => {
    const current = digestIn(state, address);
    if (current === digest) return [];
    return [{ address, now: digest === null ? 'created' : current === null ? 'gone' : 'changed' }];
  });
}
