import type { Run } from '../state';

/** The difference between two histories: runs that are dropped, and runs that replace those with their id or are added at the end. */
export interface HistoryDelta {
  /** The ids of dropped runs. */
  readonly dropped: readonly string[];
  readonly runs: readonly Run[];
}

/** Returns the difference, or null when the runs that are in both are in another order. */
export function historyDelta(base: readonly Run[], next: readonly Run[]): HistoryDelta | null {
  const before = new Map(base.map((run) => [run.id, JSON.stringify(run)]));
  const left = new Set(next.map(({ id }) => id));
  const dropped = [...before.keys()].filter((id) => !left.has(id));
  const delta = { dropped, runs: next.filter((run) => before.get(run.id) !== JSON.stringify(run)) };
  const made = withHistory(base, delta);
  return made.length === next.length && made.every(({ id }, n) => id === next[n]?.id) ? delta : null;
}

/** Returns the history that `historyDelta` got as `next`. */
export function withHistory(base: readonly Run[], { dropped, runs }: HistoryDelta): readonly Run[] {
  return once([...without(base, dropped), ...runs]);
}

/** Returns one delta that does what both do. */
export function mergedHistory(earlier: HistoryDelta, later: HistoryDelta): HistoryDelta {
  return {
    dropped: [...new Set([...earlier.dropped, ...later.dropped])],
    runs: once([...without(earlier.runs, later.dropped), ...later.runs]),
  };
}

function without(runs: readonly Run[], dropped: readonly string[]): readonly Run[] {
  const ids = new Set(dropped);
  return runs.filter(({ id }) => !ids.has(id));
}

/** Keeps each run once: its latest version, at the position of the first. */
function once(runs: readonly Run[]): readonly Run[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()];
}
