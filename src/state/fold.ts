import type { JournalEntry, State } from './state';
import { StateDraft } from './state-draft';

/** Returns the state after one journal entry. For many, use `foldEntries`, which does not copy the state for each. */
export function applyEntry(state: State, entry: JournalEntry): State {
  return foldEntries(state, [entry]);
}

/** Returns the state after all entries, in order; the same value when there are none. */
export function foldEntries(state: State, entries: readonly JournalEntry[]): State {
  const draft = new StateDraft(state);
  for (const entry of entries) draft.apply(entry);
  return draft.state();
}
