import type { Run } from './state';

/** How many runs are remembered. */
const KEPT_RUNS = 100;

/** The history with this run in it: in the place of what was known of it before, or as the newest. The oldest are forgotten. */
export function withRun(history: readonly Run[], run: Run): readonly Run[] {
  const index = history.findIndex(({ id }) => id === run.id);
  return index === -1 ? [...history, run].slice(-KEPT_RUNS) : history.with(index, run);
}
