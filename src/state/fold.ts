import type { JournalEntry, State } from './state';
import { StateDraft } from './state-draft';

/** The state after one journal entry. To apply many, use `foldEntries`: its cost does not grow with their product. */
export function applyEntry(state: State, entry: JournalEntry): State {
  return foldEntries(state, [entry]);
}

/** The state after all entries, in order; the same value when there are none. */
export function foldEntries(state: State, entries: readonly JournalEntry[]): State {
  const draft = new StateDraft(state);
  for (const entry of entries) draft.apply(entry);
  return draft.state();
}
