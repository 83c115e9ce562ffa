import type { Head } from './head';

/** A head as it was read or written; `version` is the storage's own word for exactly that one. */
export interface StoredHead {
  readonly head: Head;
  readonly version: string;
}

/**
 * What a shared backend must be able to do, for one workspace. Each call is one atomic step, durable when it resolves, and
 * seen by every later call of anybody.
 *
 * A conditional write that says "somebody else was there" may have met itself: its first try got through, but the answer
 * was lost. So callers read back and compare; a storage need not remember what it tried.
 *
 * @throws Unavailable when it may work in a moment; HelixError for what the user must repair. After either, a write may
 *   or may not have been made.
 */
export interface SharedStorage {
  /** For messages and for comparing: `s3://bucket/prefix`, never with a secret in it. */
  readonly place: string;
  /** Shows that conditional writes work here, and makes what must be there before the first write. Throws HelixError when they do not. */
  prove(): Promise<void>;
  /** null where nothing was ever written. */
  readHead(): Promise<StoredHead | null>;
  /** Replaces exactly the head `over` (null: makes the first one). undefined when another one is there now. */
  writeHead(head: Head, over: StoredHead | null): Promise<StoredHead | undefined>;
  /** Stores a snapshot under a name that is used for nothing else. */
  writeBody(name: string, bytes: Uint8Array): Promise<void>;
  /** undefined when there is none. */
  readBody(name: string): Promise<Uint8Array | undefined>;
  /** The names of all snapshots, those that no head names included. */
  bodies(): Promise<readonly string[]>;
  removeBodies(names: readonly string[]): Promise<void>;
  /** Fills a slot that is free; slots count from 1. False when it is not free. */
  fillSlot(journal: string, slot: number, bytes: Uint8Array): Promise<boolean>;
  /** What stands in the slots that follow `after` without a gap: at least the first, when there is one. `expected`: how many there may be. */
  readSlots(journal: string, after: number, expected: number): Promise<readonly Uint8Array[]>;
  /** Frees the slots above `after`, up to `upTo`. */
  removeSlots(journal: string, after: number, upTo: number): Promise<void>;
}

/** A call that failed for now: no answer, or one that says "later". */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
