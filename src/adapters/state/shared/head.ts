import { HelixError } from '../../../errors';
import { mismatchOf } from '../../../state/mismatch';
import type { StoredState } from '../../../state/stored-states';
import { validateSharedHead } from './generated/validators';
import type { LockOwner } from '../../host/process-table';

/**
 * `held`: its heart beats, or it is dead. `released`: its holder wrote everything and writes no more.
 * `abandoned`: nobody holds it, but a write of its holder may still be under way. `removed`: released, and nothing is stored.
 */
export type LockStatus = 'held' | 'released' | 'abandoned' | 'removed';

/** Who took the lock last. */
export interface HeadLock extends LockOwner {
  readonly token: number;
  /** Random: tells this taking of the lock from all others. */
  readonly id: string;
  readonly status: LockStatus;
  /** Differs in every head that this holder ever tried to write. */
  readonly beat: number;
  readonly operation: string;
  readonly by: string;
  /** RFC 3339 UTC, the holder's clock. */
  readonly since: string;
}

/** A journal that may hold entries which the newest snapshot does not. */
export interface OpenJournal {
  readonly token: number;
  readonly name: string;
  /** The last slot that the snapshot holds; 0: none. */
  readonly after: number;
  /** The last slot that was ever written; null: it can be told only by looking. */
  readonly upTo: number | null;
}

/**
 * The one small object per workspace through which everything becomes true: who holds the lock, which snapshot counts,
 * which journals go on from it. It is only ever replaced by whoever read what it replaces.
 */
export interface Head {
  readonly format: 1;
  /** Where conditional writes were seen to work before the first one was relied on. */
  readonly place: string;
  readonly lock: HeadLock;
  /** Newest first; the first one counts, with those that it goes on from. The others are kept for the worst case. */
  readonly states: readonly StoredState[];
  /** Oldest first. */
  readonly journals: readonly OpenJournal[];
}

/** A head of at most so many bytes is that of a workspace in which nothing is stored; it keeps its token. */
export const REMOVED_BYTES = 64;

/** The text of a head: one line of JSON. */
export function encodeHead(head: Head): string {
  const { lock } = head;
  return lock.status === 'removed'
    ? `{"format":1,"removed":true,"token":${lock.token}}\n`
    : `${JSON.stringify(head)}\n`;
}

/**
 * Reads a head back. `where` names it in errors.
 * @throws HelixError `config` when it is damaged, or written by a newer Helix
 */
export function decodeHead(text: string, where: string): Head {
  const value = parsed(text, where);
  if (value['removed'] === true && typeof value['token'] === 'number') return removedHead(value['token']);
  const { format } = value;
  const mistake =
    typeof format === 'number' && format > 1
      ? `its format is ${format}, and this Helix reads 1`
      : mismatchOf(validateSharedHead, value);
  if (mistake === undefined) return value as unknown as Head;
  throw new HelixError('config', `${where} cannot be used: ${mistake}.`, {
    hint: 'Nothing was changed. Update Helix when a newer one wrote it; else restore it from a copy.',
  });
}

function removedHead(token: number): Head {
  const nobody = { host: '', pid: 0, identity: null, operation: '', by: '', since: '' };
  const lock = { token, id: '', status: 'removed' as const, beat: 0, ...nobody };
  return { format: 1, place: '', lock, states: [], journals: [] };
}

function parsed(text: string, where: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new HelixError('config', `${where} is damaged: it is not JSON.`, {
      hint: 'Nothing was changed. Restore it from a copy.',
      cause,
    });
  }
}
