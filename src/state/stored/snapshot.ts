import { foldEntries } from '../fold';
import type { JournalEntry, State } from '../state';
import type { StateDelta } from './state-delta';
import type { StoredState } from './stored-states';

/**
 * The position in the journals that a snapshot reaches: it holds everything of the journals of earlier tokens,
 * the first `entries` entries of the journal of `token`, and nothing of later ones.
 */
export interface JournalPosition {
  readonly token: number;
  readonly entries: number;
}

/** A piece that a backend writes: a whole state, or its difference from one that was written before. */
export type Snapshot = WholeSnapshot | DeltaSnapshot;

/** A whole state; `state` is null when a lease ended before anything was written. */
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
  /** This state, the states that are kept beside it, and their bases, newest first; present where no other list has them. */
  readonly states?: readonly StoredState[];
}

/** The entries that one lease wrote, in order. */
export interface Journal {
  readonly token: number;
  readonly entries: readonly JournalEntry[];
}

/** Returns the entries that a snapshot does not hold yet, oldest lease first. */
export function pendingEntries(position: JournalPosition, journals: readonly Journal[]): JournalEntry[] {
  return journals
    .filter((journal) => journal.token >= position.token)
    .sort((a, b) => a.token - b.token)
    .flatMap((journal) =>
      journal.token === position.token ? journal.entries.slice(position.entries) : journal.entries,
    );
}

/** Returns the current state. Undefined when entries are pending without a state: a file was deleted. */
export function currentState(
  snapshot: WholeSnapshot | null,
  journals: readonly Journal[],
): State | null | undefined {
  const pending = pendingEntries(snapshot?.journal ?? { token: 0, entries: 0 }, journals);
  const base = snapshot?.state ?? null;
  if (base === null) return pending.length === 0 ? null : undefined;
  return foldEntries(base, pending);
}
