import type { Head } from './head';

/** A head as it was read or written; `version` is the storage's identifier of exactly that one. */
export interface StoredHead {
  readonly head: Head;
  readonly version: string;
}

/**
 * The calls that a shared backend must support, for one workspace. Each is one atomic step, durable when it resolves, and
 * visible to every later call of any process.
 *
 * A conditional write that fails may have met itself: its first try succeeded, but the response was lost. So callers read
 * back and compare; a storage need not remember its writes.
 *
 * @throws Unavailable when a retry may succeed; HelixError when the user must act. After either, a write may or may not
 *   have been made.
 */
export interface SharedStorage {
  /** The place for messages and comparisons: `s3://bucket/prefix`, without secrets. */
  readonly place: string;
  /** Proves that conditional writes work here, and creates what the first write needs. Throws HelixError when they do not. */
  prove(): Promise<void>;
  /** Reads the head; null when nothing was ever written. */
  readHead(): Promise<StoredHead | null>;
  /** Replaces exactly the head `over` (null: creates the first one). Returns undefined when another one is stored now. */
  writeHead(head: Head, over: StoredHead | null): Promise<StoredHead | undefined>;
  /** Stores a snapshot under a unique name. */
  writeBody(name: string, bytes: Uint8Array): Promise<void>;
  /** Reads a snapshot; undefined when it does not exist. */
  readBody(name: string): Promise<Uint8Array | undefined>;
  /** Lists the names of all snapshots, including those that no head names. */
  listBodies(): Promise<readonly string[]>;
  removeBodies(names: readonly string[]): Promise<void>;
  /** Fills a free slot; slots count from 1. Returns false when it is not free. */
  fillSlot(journal: string, slot: number, bytes: Uint8Array): Promise<boolean>;
  /** Reads the slots that follow `after` without a gap: at least the first, if it exists. `expected` is their likely number. */
  readSlots(journal: string, after: number, expected: number): Promise<readonly Uint8Array[]>;
  /** Frees the slots above `after`, up to `upTo`. */
  removeSlots(journal: string, after: number, upTo: number): Promise<void>;
}

/** A call that failed temporarily: without a response, or with one that asks to retry. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
