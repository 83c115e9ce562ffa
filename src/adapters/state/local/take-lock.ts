import type { LockRequest } from '../../../ports/state-store';
import { decideTakeover } from '../lease/observed-lock';
import type { AttemptOptions } from '../lease/observed-lock';
import { decodeLock, encodeLock, OwnLock } from './lock-file';
import type { LockFile } from './lock-file';
import { stateFile } from './state-directory';
import type { Listing } from './state-directory';
import type { StoreContext } from './store-context';

/** A lock that was taken, and its previous holder. */
export interface TakenLock {
  readonly lock: OwnLock;
  /** A monotonic time before the lock became visible to others. */
  readonly takenMs: number;
  /** Whether no earlier holder can still write: the last one released the lock, or there never was one. */
  readonly isClean: boolean;
  /** The lock of a holder that may not know that its lease ended, as it was when that was decided. */
  readonly stale: { readonly token: number; readonly content: string; readonly byForce: boolean } | null;
}

/** Reads the newest lock of a directory, or undefined without one. `content` is the text of the lock file. */
export async function readCurrentLock(
  { directory }: StoreContext,
  { locks }: Listing,
): Promise<(LockFile & { readonly content: string }) | undefined> {
  const token = locks.at(-1);
  const content = token === undefined ? undefined : await directory.readLock(token);
  return token === undefined || content === undefined
    ? undefined
    : { ...decodeLock(content, token), content };
}

/**
 * Tries once to take the lock. Returns undefined when another process was faster, or holds it and there is time to wait.
 * @throws HelixError `locked` when it is held and there is no time to wait
 */
export async function tryTakeLock(
  context: StoreContext,
  request: Pick<LockRequest, 'operation' | 'by'>,
  options: AttemptOptions,
): Promise<TakenLock | undefined> {
  const { directory, clock, processes } = context;
  const listing = await directory.list();
  const before = await readCurrentLock(context, listing);
  let overtaken: TakenLock['stale'] = null;
  if (before?.status === 'held') {
    const { content, holder, owner } = before;
    const why = await decideTakeover(context, { holder, owner, beat: content }, options);
    if (why === undefined) return undefined;
    if (why !== 'gone') overtaken = { token: holder.token, content, byForce: why === 'byForce' };
  }
  const token = await nextToken(context, listing);
  const takenMs = clock.monotonicMs();
  const owner = await processes.readSelf();
  const holder = { ...request, ...owner, since: clock.now().toISOString(), token };
  const { who, status } = encodeLock(
    {
      operation: holder.operation,
      by: holder.by,
      host: owner.host,
      pid: owner.pid,
      since: holder.since,
      token,
    },
    owner,
  );
  const file = await directory.publish(`lock.${token}`, who + status, token);
  if (file === undefined) return undefined;
  const isFirst = token === 1;
  return {
    lock: new OwnLock(token, file, who),
    takenMs,
    isClean: isFirst || before?.status === 'released',
    stale: overtaken,
  };
}

// Returns a token above all that were ever used. When locks were deleted by hand, the newest state has the last token.
async function nextToken({ directory }: StoreContext, { locks, journals, states }: Listing): Promise<number> {
  const serial = locks.length === 0 ? states.at(-1) : undefined;
  const stored = serial === undefined ? undefined : await directory.readSnapshot(stateFile(serial));
  return Math.max(locks.at(-1) ?? 0, journals.at(-1) ?? 0, stored?.snapshot.journal.token ?? 0) + 1;
}
