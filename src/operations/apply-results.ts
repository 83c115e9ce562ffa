import type { MemberResult } from '../ports/engine';
import type { ApplyResult } from '../ports/reporter';
import type { OpenEntry } from '../state/state';
import type { Address } from '../values/resource';
import type { Batch } from './batches';
import type { Operation } from './operation';

/** Returns the results of a batch that was executed; the outcome of its `open` members is not known. */
export function batchResults(
  { members }: OpenEntry,
  results: readonly MemberResult[],
  open: readonly Address[],
): ApplyResult[] {
  const byAddress = new Map(results.map((result) => [result.address, result]));
  return members.map(({ address, action }) => {
    const result = byAddress.get(address);
    const error = result?.outcome === 'failed' ? result.error : undefined;
    const outcome = open.includes(address) ? 'unknown' : error === undefined ? 'done' : 'failed';
    return { address, action, result: outcome, ...(error && { error }) };
  });
}

/** Returns a result for each operation: of those that ran or were skipped, and of those that were never started. */
export function allResults(
  batches: readonly Batch[],
  ended: ReadonlyMap<Address, ApplyResult>,
): ApplyResult[] {
  return batches.flatMap(({ operations }) =>
    operations.map(
      ({ member: { address, action } }): ApplyResult =>
        ended.get(address) ?? { address, action, result: 'not-started' },
    ),
  );
}

/**
 * Splits the operations of a batch when everything that they need has ended: those that can run, and the results of those
 * that are skipped because something they need was not done.
 */
export function splitByNeeds(
  { operations }: Batch,
  ended: ReadonlyMap<Address, ApplyResult>,
): { readonly ready: readonly Operation[]; readonly skipped: readonly ApplyResult[] } {
  const ready: Operation[] = [];
  const skipped: ApplyResult[] = [];
  for (const operation of operations) {
    const { address, action } = operation.member;
    const failed = operation.after.flatMap((needed) => {
      const end = ended.get(needed);
      return end === undefined || end.result === 'done' ? [] : (end.because ?? needed);
    });
    const [because] = failed;
    if (because === undefined) ready.push(operation);
    else skipped.push({ address, action, result: 'skipped', because });
  }
  return { ready, skipped };
}
