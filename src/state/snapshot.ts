import { foldEntries } from './fold';
import type { JournalEntry, State } from './state';
import type { StateDelta } from './state-delta';
import type { StoredState } from './stored-states';

/**
 * How far into the journals a snapshot reaches: it holds everything of the journals of earlier tokens,
 * the first `entries` entries of the journal of `token`, and nothing of later ones.
 */
export interface JournalPosition {
  readonly token: number;
  readonly entries: number;
}

/** What a backend writes as one piece: a state, or what makes it of one that was written before. */
export type Snapshot = WholeSnapshot | DeltaSnapshot;

/** `state` is null when a lease was sealed before anything was ever written. */
export interface WholeSnapshot extends About {
  readonly format: 1;
  readonly state: State | null;
}

export interface DeltaSnapshot extends About {
  readonly format: 2;
  readonly delta: StateDelta;
}

interface About {
  readonly journal: JournalPosition;
  /** Itself, the states that are kept beside it, and those that they go on from; where nothing else tells. Newest first. */
  readonly states?: readonly StoredState[];
}

/** What one lease wrote, in order. */
export interface Journal {
  readonly token: number;
  readonly entries: readonly JournalEntry[];
}

/** The entries that a snapshot does not hold yet, oldest lease first. */
export function pendingEntries(position: JournalPosition, journals: readonly Journal[]): JournalEntry[] {
  return journals
    .filter((journal) => journal.token >= position.token)
    .sort((a, b) => a.token - b.token)
    .flatMap((journal) =>
      journal.token === position.token ? journal.entries.slice(position.entries) : journal.entries,
    );
}

/** The state now. Undefined when entries are pending on no state: something was deleted. */
export function currentState(
  snapshot: WholeSnapshot | null,
  journals: readonly Journal[],
): State | null | undefined {
  const pending = pendingEntries(snapshot?.journal ?? { token: 0, entries: 0 }, journals);
  const base = snapshot?.state ?? null;
  if (base === null) return pending.length === 0 ? null : undefined;
  return foldEntries(base, pending);
}
