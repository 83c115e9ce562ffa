import { HelixError } from '../errors';
import type { ApplyResult } from '../ports/reporter';

/** Returns why an operation of a run did not succeed; null where all did. */
export function failureOf(results: readonly ApplyResult[]): HelixError | null {
  const failed = results.find(({ result }) => result !== 'done');
  if (failed === undefined) return null;
  const { address, error } = failed;
  return new HelixError(
    error?.kind === 'auth' ? 'auth' : error?.kind === 'deviation' ? 'refused' : 'failed',
    `${address}: ${error?.message ?? 'its fate is not known; run the command again'}`,
    error?.hint === undefined ? {} : { hint: error.hint },
  );
}
