import { historyDelta, mergedHistory, withHistory } from './history-delta';
import type { HistoryDelta } from './history-delta';
import type { Run, State } from '../state';

/** The parts of a state that are written entry by entry. */
const MAPS = ['resources', 'tombstones', 'mirrors'] as const;
type MapKey = (typeof MAPS)[number];
type Entries = Readonly<Record<string, unknown>>;

/** The difference between two states. Its cost is in proportion to the change; two in a row can be merged into one. */
export interface StateDelta extends Readonly<Partial<Record<MapKey, Entries>>> {
  /** Keys that the state no longer has, or that start empty. */
  readonly unset: readonly string[];
  /** Keys that are written as a whole. */
  readonly set: Entries;
  readonly history?: HistoryDelta;
}

/** Returns the difference from `base` to `next`, or null when a delta cannot express it. */
export function deltaOf(base: State, next: State): StateDelta | null {
  if (base.lineage !== next.lineage) return null;
  const [from, to]: readonly [Entries, Entries] = [{ ...base }, { ...next }];
  const plain = Object.keys(to).filter((key) => !isPartwise(key));
  const changed = plain.filter((key) => to[key] !== undefined && !isEqual(from[key], to[key]));
  const unset = Object.keys(from).filter((key) => from[key] !== undefined && to[key] === undefined);
  const history = next.history && historyDelta(base.history ?? [], next.history);
  if (history === null) return null;
  const maps = MAPS.flatMap((key): [MapKey, Entries][] => {
    const entries = to[key] === undefined || to[key] === from[key] ? null : changedIn(from[key], to[key]);
    return entries === null ? [] : [[key, entries]];
  });
  return {
    unset,
    set: Object.fromEntries(changed.map((key) => [key, to[key]])),
    ...Object.fromEntries(maps),
    ...(history && !isEqual(base.history, next.history) && { history }),
  };
}

/** Returns the state that `deltaOf` got as `next`. Addresses are sorted where some are new. */
export function withDelta(base: State, delta: StateDelta): State {
  const kept = Object.entries(base).filter(([key]) => !delta.unset.includes(key));
  const next: Record<string, unknown> = { ...Object.fromEntries(kept), ...delta.set };
  for (const key of MAPS) if (delta[key]) next[key] = withEntries((next[key] ?? {}) as Entries, delta[key]);
  if (delta.history) next['history'] = withHistory((next['history'] ?? []) as readonly Run[], delta.history);
  return next as unknown as State;
}

/** Returns one delta that does what both do. */
export function mergedDelta(earlier: StateDelta, later: StateDelta): StateDelta {
  const isKept = (key: string): boolean => !later.unset.includes(key);
  const maps = MAPS.flatMap((key): [MapKey, Entries][] => {
    const before = isKept(key) ? earlier[key] : undefined;
    return (before ?? later[key]) ? [[key, { ...before, ...later[key] }]] : [];
  });
  const before = isKept('history') ? earlier.history : undefined;
  const history = before && later.history ? mergedHistory(before, later.history) : (later.history ?? before);
  return {
    unset: [...new Set([...earlier.unset, ...later.unset])],
    set: { ...Object.fromEntries(Object.entries(earlier.set).filter(([key]) => isKept(key))), ...later.set },
    ...Object.fromEntries(maps),
    ...(history && { history }),
  };
}

function isPartwise(key: string): boolean {
  return key === 'history' || (MAPS as readonly string[]).includes(key);
}

/** Returns the changed entries; null stands for a removed one. */
function changedIn(from: unknown, to: unknown): Entries | null {
  const [before, after] = [(from ?? {}) as Entries, to as Entries];
  const changed = Object.keys(after).filter(
    (key) => !Object.hasOwn(before, key) || !isEqual(before[key], after[key]),
  );
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  if (from !== undefined && changed.length + gone.length === 0) return null;
  return Object.fromEntries<unknown>([
    ...changed.map((key) => [key, after[key]] as const),
    ...gone.map((key) => [key, null] as const),
  ]);
}

function withEntries(base: Entries, changes: Entries): Entries {
  const entries = new Map(Object.entries(base));
  const size = entries.size;
  for (const [key, value] of Object.entries(changes)) if (value !== null) entries.set(key, value);
  const hasGrown = entries.size > size;
  for (const [key, value] of Object.entries(changes)) if (value === null) entries.delete(key);
  const ordered = hasGrown ? [...entries].sort(([a], [b]) => (a < b ? -1 : 1)) : entries;
  return Object.fromEntries(ordered);
}

// Values that were read or written under one lease are mostly the same object.
function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
