import { randomBytes } from 'node:crypto';
import { link, readFile, rm } from 'node:fs/promises';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import { errnoOf } from '../../host/errno';
import type { LockOwner, ProcessTable } from '../../host/process-table';
import { withReadErrors } from '../../host/read-errors';
import { writeNew } from './credentials-file';

/** A request whose answer was not saved: it is repeated with the same idempotency key. */
export interface PendingRequest {
  readonly request: string;
  readonly idempotencyKey: string;
}

interface LockText {
  readonly owner: LockOwner;
  readonly pending: PendingRequest | null;
}

/** The credentials file, held by this process. */
export interface HeldCredentials {
  /** The request of a holder that ended in the middle of it. */
  readonly interrupted: PendingRequest | null;
  readonly release: () => Promise<void>;
}

const ATTEMPTS = 300;
const PAUSE_MS = 100;

/**
 * Holds a credentials file by a lock file beside it, with the request that is under way. Waits for a live holder; a dead
 * one's lock is taken over, with its request.
 * @throws HelixError `locked` when the holder does not end, or nobody can tell whether it has
 */
export async function holdCredentials(
  file: string,
  { clock, processes }: { readonly clock: Clock; readonly processes: ProcessTable },
  pendingOf: (interrupted: PendingRequest | null) => PendingRequest | null,
): Promise<HeldCredentials> {
  const lock = `${file}.lock`;
  let interrupted: PendingRequest | null = null;
  for (let attempt = 1; ; attempt += 1) {
    const pending = pendingOf(interrupted);
    const text: LockText = { owner: await processes.readSelf(), pending };
    if (await tryCreate(lock, JSON.stringify(text))) {
      return { interrupted, release: () => rm(lock, { force: true }) };
    }
    const held = await tryRead(lock);
    if (held === undefined) continue;
    const liveness = held === null ? 'unknown' : await processes.checkLiveness(held.owner);
    if (liveness === 'gone') {
      interrupted = held?.pending ?? interrupted;
      await rm(lock, { force: true });
    } else if (attempt < ATTEMPTS) await clock.sleep(PAUSE_MS);
    else throw stillHeld(file, lock, held?.owner.pid);
  }
}

function stillHeld(file: string, lock: string, pid: number | undefined): HelixError {
  const who = pid === undefined ? 'Another run' : `The process ${pid}`;
  return new HelixError('locked', `${who} is changing ${file}.`, {
    hint: `Wait for it to end. If no helix runs that does, delete ${lock}.`,
  });
}

async function tryCreate(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await withReadErrors(path, writeNew(temporary, text));
    await link(temporary, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Reads a lock; null for one that no Helix wrote, undefined for one that is gone. */
async function tryRead(path: string): Promise<LockText | null | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LockText;
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? undefined : null;
  }
}
