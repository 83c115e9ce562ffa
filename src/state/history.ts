import type { Run } from './state';

/** How many runs are remembered. */
const KEPT_RUNS = 100;

/**
 * The history with this run in it: in the place of what was known of it before, or as the newest. The oldest are
 * forgotten, and so is what earlier runs were approved to do: another run has come since.
 */
export function withRun(history: readonly Run[], run: Run): readonly Run[] {
  const index = history.findIndex(({ id }) => id === run.id);
  if (index !== -1) return history.with(index, run);
  const earlier = history.map(({ approved: _approved, ...rest }) => rest);
  return [...earlier, run].slice(-KEPT_RUNS);
}
