import type { Run } from './state';

/** What makes one history of another: runs are forgotten, come in the place of those with their id, or at the end. */
export interface HistoryDelta {
  /** Ids. */
  readonly dropped: readonly string[];
  readonly runs: readonly Run[];
}

/** The difference; null when the runs that are in both are in another order. */
export function historyDelta(base: readonly Run[], next: readonly Run[]): HistoryDelta | null {
  const before = new Map(base.map((run) => [run.id, JSON.stringify(run)]));
  const left = new Set(next.map(({ id }) => id));
  const dropped = [...before.keys()].filter((id) => !left.has(id));
  const delta = { dropped, runs: next.filter((run) => before.get(run.id) !== JSON.stringify(run)) };
  const made = withHistory(base, delta);
  return made.length === next.length && made.every(({ id }, n) => id === next[n]?.id) ? delta : null;
}

/** The history that `historyDelta` was asked about. */
export function withHistory(base: readonly Run[], { dropped, runs }: HistoryDelta): readonly Run[] {
  return once([...without(base, dropped), ...runs]);
}

/** One delta instead of two. */
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

/** Each run once: the last word on it, in the place of the first. */
function once(runs: readonly Run[]): readonly Run[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()];
}
