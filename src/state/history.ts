import type { Run } from './state';

/** The number of runs that are kept. */
const KEPT_RUNS = 100;

/**
 * Returns the history with this run: in the place of its earlier version, or as the newest. The oldest runs are dropped,
 * and so are the approvals of earlier runs: a later run supersedes them.
 */
export function withRun(history: readonly Run[], run: Run): readonly Run[] {
  const index = history.findIndex(({ id }) => id === run.id);
  if (index !== -1) return history.with(index, run);
  const earlier = history.map(({ approved: _approved, ...rest }) => rest);
  return [...earlier, run].slice(-KEPT_RUNS);
}
