import type { JournalPosition } from './stored/snapshot';
import type { JournalEntry, State } from './state';
import { StateDraft } from './state-draft';

/** The state as the holder of a lease knows it: the last snapshot, and the entries that became durable since. */
export class LeasedState {
  readonly #token: number;
  #draft: StateDraft | null;
  /** Entries that no snapshot of this lease holds yet. */
  #tail: JournalEntry[] = [];
  #entries = 0;

  constructor(token: number, state: State | null) {
    this.#token = token;
    this.#draft = state === null ? null : new StateDraft(state);
  }

  /** null before the first commit of a workspace. */
  state(): State | null {
    return this.#draft?.state() ?? null;
  }

  /** The position in the journal up to which a snapshot of `state()` would reach now. */
  position(): JournalPosition {
    return { token: this.#token, entries: this.#entries };
  }

  /** Whether the last snapshot holds everything. */
  isCommitted(): boolean {
    return this.#tail.length === 0;
  }

  /** Throws an Error before the first commit: a begun operation is owned by a lineage, which must be durable first. */
  mustHaveState(): void {
    if (this.#draft === null) throw new Error('commit a first state before the first journal entry');
  }

  /** Entries that have become durable. */
  fold(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      this.#draft?.apply(entry);
      this.#tail.push(entry);
    }
    this.#entries += entries.length;
  }

  /** Notes that a snapshot was written up to `position`; later entries are folded into it again. */
  committed(state: State, position: JournalPosition): State {
    this.#tail = this.#tail.slice(this.#tail.length - (this.#entries - position.entries));
    this.#draft = new StateDraft(state);
    for (const entry of this.#tail) this.#draft.apply(entry);
    return state;
  }

  /** Notes that a snapshot without a state was written: the entries so far are dropped with it. */
  removed(): void {
    this.#tail = [];
    this.#draft = null;
  }

  /** Returns the argument of a commit as it will be written. Throws an Error for a state of another lineage, project or workspace. */
  next(wanted: State, serial: number, updatedAt: string): State {
    const current = this.state();
    if (current !== null && (current.lineage !== wanted.lineage || current.workspace !== wanted.workspace)) {
      throw new Error(`cannot commit the state of ${wanted.lineage}/${wanted.workspace} over another one`);
    }
    return { ...wanted, serial, updatedAt };
  }
}
