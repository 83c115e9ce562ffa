import type { MemberResult } from '../ports/engine';
import type { ApplyResult } from '../ports/reporter';
import type { OpenEntry } from '../state/state';
import type { Address } from '../values/resource';
import type { Batch } from './batches';
import type { WalkResult } from './graph-walk';

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

/** Returns a result for each operation: of those that ran, and of those that were skipped or never started. */
export function allResults(
  batches: readonly Batch[],
  walked: ReadonlyMap<number, WalkResult<number>>,
  executed: ReadonlyMap<Address, ApplyResult>,
): ApplyResult[] {
  return batches.flatMap(({ key, operations }) =>
    operations.map(({ member: { address, action } }): ApplyResult => {
      const result = executed.get(address);
      if (result !== undefined) return result;
      const walk = walked.get(key);
      if (walk?.type !== 'skipped') return { address, action, result: 'not-started' };
      const because = batches[walk.because]?.operations.find(
        ({ member }) => executed.get(member.address)?.result !== 'done',
      )?.member.address;
      if (because === undefined) throw new Error(`${address} was skipped, and nothing failed`);
      return { address, action, result: 'skipped', because };
    }),
  );
}
