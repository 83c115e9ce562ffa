import { HelixError } from '../../../errors';
import { mismatchOf } from '../../../state/stored/mismatch';
import type { StoredState } from '../../../state/stored/stored-states';
import { validateSharedHead } from './generated/validators';
import type { LockOwner } from '../../host/process-table';

/**
 * `held`: its holder writes heartbeats, or is dead. `released`: its holder has written everything and stopped.
 * `abandoned`: no process holds it, but a write of its holder may still be in flight. `removed`: released, and nothing is stored.
 */
export type LockStatus = 'held' | 'released' | 'abandoned' | 'removed';

/** The last process that took the lock. */
export interface HeadLock extends LockOwner {
  readonly token: number;
  /** A random id of this acquisition of the lock. */
  readonly id: string;
  readonly status: LockStatus;
  /** Differs in every head that this holder ever tried to write. */
  readonly beat: number;
  readonly operation: string;
  readonly by: string;
  /** RFC 3339 UTC, the holder's clock. */
  readonly since: string;
}

/** A journal that may hold entries that the newest snapshot does not contain. */
export interface OpenJournal {
  readonly token: number;
  readonly name: string;
  /** The last slot that the snapshot contains; 0: none. */
  readonly after: number;
  /** The last slot that was ever written; null: only the storage knows. */
  readonly upTo: number | null;
}

/**
 * The one small object per workspace that decides what is true: the holder of the lock, the snapshot that counts, and the
 * journals that follow it. It is replaced only by a process that read the replaced one.
 */
export interface Head {
  readonly format: 1;
  /** The place where conditional writes were proven to work before the first one. */
  readonly place: string;
  readonly lock: HeadLock;
  /** Newest first; the first one counts, with those that it is based on. The others are kept for recovery. */
  readonly states: readonly StoredState[];
  /** Oldest first. */
  readonly journals: readonly OpenJournal[];
}

/** The size up to which a head is that of a removed workspace, which keeps its token. */
export const REMOVED_BYTES = 64;

/** Returns the text of a head: one line of JSON. */
export function encodeHead(head: Head): string {
  const { lock } = head;
  return lock.status === 'removed'
    ? `{"format":1,"removed":true,"token":${lock.token}}\n`
    : `${JSON.stringify(head)}\n`;
}

/**
 * Decodes a head. `where` names it in errors.
 * @throws HelixError `config` when it is damaged, or was written by a newer Helix
 */
export function decodeHead(text: string, where: string): Head {
  const value = parsed(text, where);
  if (value['removed'] === true && typeof value['token'] === 'number') return removedHead(value['token']);
  const { format } = value;
  const problem =
    typeof format === 'number' && format > 1
      ? `its format is ${format}, and this Helix reads 1`
      : mismatchOf(validateSharedHead, value);
  if (problem === undefined) return value as unknown as Head;
  throw new HelixError('config', `${where} cannot be used: ${problem}.`, {
    hint: 'Nothing was changed. Update Helix if a newer version wrote it; else restore it from a copy.',
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
