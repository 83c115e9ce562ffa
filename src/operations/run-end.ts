import type { ApplyResult } from '../ports/reporter';
import type { RunEnd } from '../state/state';

/** Returns what the history says of the end of a run. */
export function runEndOf(results: readonly ApplyResult[], interrupted: boolean, at: string): RunEnd {
  const succeeded = results.filter(({ result }) => result === 'done');
  const done: Partial<Record<ApplyResult['action'], number>> = {};
  for (const { action } of succeeded) done[action] = (done[action] ?? 0) + 1;
  const notDone = results.length - succeeded.length;
  return { at, result: interrupted ? 'cancelled' : notDone > 0 ? 'failed' : 'done', done, notDone };
}
