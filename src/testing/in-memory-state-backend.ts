import type { Holder } from '../ports/state-store';
import { currentState } from '../state/stored/snapshot';
import type { WholeSnapshot } from '../state/stored/snapshot';
import type { JournalEntry, State } from '../state/state';

/** A lock as it lies in the backend; `beats` grows while its holder lives. */
export interface InMemoryLock {
  readonly holder: Omit<Holder, 'liveness'>;
  beats: number;
  released: boolean;
}

/**
 * The shared part of several `InMemoryStateStore`s: the state, journals and lock of one workspace. Its behaviour is that of
 * a durable store with conditional writes; nothing is written to disk. Every step is atomic.
 *
 * Switches for failure: `failNextCommit`, `failNextAppend`, `kill`.
 */
export class InMemoryStateBackend {
  snapshot: WholeSnapshot | null = null;
  lock: InMemoryLock | null = null;
  readonly journals = new Map<number, JournalEntry[]>();
  readonly #dead = new Set<string>();
  #commitFailure: Error | null = null;
  #appendFailure: Error | null = null;

  /** The state with its journals folded in. */
  current(): State | null {
    const journals = [...this.journals].map(([token, entries]) => ({ token, entries }));
    return currentState(this.snapshot, journals) ?? null;
  }

  /** How many times the whole state was written. */
  get serial(): number {
    return this.snapshot?.state?.serial ?? 0;
  }

  /** The next commit rejects with `error` and writes nothing; the one after it works. */
  failNextCommit(error: Error): void {
    this.#commitFailure = error;
  }

  /** The next append rejects with `error` and writes nothing; the one after it works. */
  failNextAppend(error: Error): void {
    this.#appendFailure = error;
  }

  /** The process dies: its heart stops, and processes of the same host see at once that it is gone. */
  kill(host: string, pid: number): void {
    this.#dead.add(`${host}/${pid}`);
  }

  isDead(host: string, pid: number): boolean {
    return this.#dead.has(`${host}/${pid}`);
  }

  /** Throws what `failNextCommit` has set, once. */
  beforeCommit(): void {
    const failure = this.#commitFailure;
    this.#commitFailure = null;
    if (failure !== null) throw failure;
  }

  /** Throws what `failNextAppend` has set, once. */
  beforeAppend(): void {
    const failure = this.#appendFailure;
    this.#appendFailure = null;
    if (failure !== null) throw failure;
  }
}
