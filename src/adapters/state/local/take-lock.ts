import type { LockRequest } from '../../../ports/state-store';
import { mayTake } from '../lease/observed-lock';
import type { Look } from '../lease/observed-lock';
import { decodeLock, encodeLock, OwnLock } from './lock-file';
import type { LockFile } from './lock-file';
import { stateFile } from './state-directory';
import type { Listing } from './state-directory';
import type { StoreContext } from './store-context';

/** A lock that was taken, and whose turn it was before. */
export interface TakenLock {
  readonly lock: OwnLock;
  /** Monotonic time from before anybody could see the lock. */
  readonly takenMs: number;
  /** Whether nobody before can still write: the last holder released, or there never was one. */
  readonly isClean: boolean;
  /** The lock of a holder who may not know that it ended, as it was when that was decided. */
  readonly overtaken: { readonly token: number; readonly content: string; readonly byForce: boolean } | null;
}

/** Who holds the lock of a directory, or undefined when it is free. `content` is the lock file as it was read. */
export async function currentLock(
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
 * Tries once to take the lock. undefined: somebody else was faster, or holds it and there is still time to wait.
 * @throws HelixError `locked` when it is held and there is no time to wait
 */
export async function tryTakeLock(
  context: StoreContext,
  request: Pick<LockRequest, 'operation' | 'by'>,
  look: Look,
): Promise<TakenLock | undefined> {
  const { directory, clock, processes } = context;
  const listing = await directory.list();
  const before = await currentLock(context, listing);
  let overtaken: TakenLock['overtaken'] = null;
  if (before?.status === 'held') {
    const { content, holder, owner } = before;
    const why = await mayTake(context, { holder, owner, beat: content }, look);
    if (why === undefined) return undefined;
    if (why !== 'gone') overtaken = { token: holder.token, content, byForce: why === 'byForce' };
  }
  const token = await nextToken(context, listing);
  const takenMs = clock.monotonicMs();
  const owner = await processes.self();
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
    overtaken,
  };
}

// Above every token that was ever used. Locks are there unless somebody deleted them by hand; then the states tell.
async function nextToken({ directory }: StoreContext, { locks, journals, states }: Listing): Promise<number> {
  const serial = locks.length === 0 ? states.at(-1) : undefined;
  const stored = serial === undefined ? undefined : await directory.readSnapshot(stateFile(serial));
  return Math.max(locks.at(-1) ?? 0, journals.at(-1) ?? 0, stored?.snapshot.journal.token ?? 0) + 1;
}
