import type { HelixError } from '../errors';
import type { JournalEntry, State } from '../state/state';

/** State, journal and lease of one workspace, held together so that they cannot disagree. */
export interface StateStore {
  /** Reads the state with its journal folded in; null where nothing was ever written. Takes no lock, writes nothing. */
  read(): Promise<State | null>;
  /** Reads the older states that are kept for the worst case, newest first, one at a time. Takes no lock. */
  readOlder(): AsyncIterable<OlderState>;
  /**
   * Takes the lease, waiting up to `timeoutMs`.
   * @throws HelixError `locked`, naming holder, operation, since and whether they are alive.
   */
  lock(request: LockRequest): Promise<Lease>;
  /** Reads the present holder of the lease, or null. */
  readHolder(): Promise<Holder | null>;
  /** Frees the lease by hand (`helix unlock`). Returns whether there was one. */
  unlock(): Promise<boolean>;
}

export interface OlderState {
  readonly serial: number;
  /** null where the state was removed; a HelixError where it cannot be read (`config`: damaged or missing, `auth`: no key). */
  readonly state: State | null | HelixError;
}

export interface LockRequest {
  /** `apply`, `destroy --expired`, ... */
  readonly operation: string;
  readonly by: string;
  readonly timeoutMs: number;
  /**
   * Begins from the kept state of this serial, as the next serial. Later states stay beside it and no longer count,
   * readable or not. @throws HelixError `not-found` where no such state is kept
   */
  readonly restore?: number | undefined;
  /** Called once, when the wait begins: `why` is the error that it would have failed with. */
  readonly onWait?: (why: HelixError) => void;
}

export interface Holder {
  readonly operation: string;
  readonly by: string;
  readonly host: string;
  readonly pid: number;
  /** RFC 3339 UTC, the holder's clock. */
  readonly since: string;
  readonly token: number;
  /** `alive`: its process runs on this host; `gone`: it does not; `unknown`: another host, heartbeat not yet judged. */
  readonly liveness: 'alive' | 'gone' | 'unknown';
}

/** The right to write, fenced: a lease that was taken over can commit nothing. */
export interface Lease {
  /** Grows with every lease of the workspace and is never reused. */
  readonly token: number;
  /** The state as it is under this lease: everything that earlier holders left is folded in. */
  state(): State | null;
  /** Makes entries durable, in order, and folds them into `state()`. Concurrent calls share one fsync or request. */
  append(entry: JournalEntry): Promise<void>;
  /**
   * Writes the state as the next serial, in proportion to what it changes; journal entries so far are then part of it.
   * `serial` and `updatedAt` of the argument are ignored: the store counts, with its clock.
   * @throws HelixError `locked` when the lease was lost.
   */
  commit(state: State): Promise<State>;
  /**
   * Deletes state, history and journal: `read()` returns null from now on, and a new lineage may begin. The lease stays held.
   * @throws HelixError `locked` when the lease was lost.
   */
  remove(): Promise<void>;
  /** Throws HelixError `locked` unless the last heartbeat is younger than half a lease. Call it before every call to a cloud. */
  assertHeld(): void;
  /** Ends the lease. Never throws for a lease that was lost. */
  release(): Promise<void>;
}
