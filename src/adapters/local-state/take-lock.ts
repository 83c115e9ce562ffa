import type { LeaseWatch } from '../../state/lease-watch';
import { lockedError } from '../../state/lock-errors';
import type { LockRequest } from '../../ports/state-store';
import { decodeLock, encodeLock, OwnLock, type LockFile } from './lock-file';
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
 * `force` is the token of a holder whose lock is taken whatever it does.
 * @throws HelixError `locked` when it is held and `mayWait` is false
 */
export async function tryTakeLock(
  context: StoreContext,
  request: Pick<LockRequest, 'operation' | 'by'>,
  how: { readonly watch: LeaseWatch; readonly mayWait: boolean; readonly force?: number },
): Promise<TakenLock | undefined> {
  const { directory, clock, processes } = context;
  const listing = await directory.list();
  const before = await currentLock(context, listing);
  let overtaken: TakenLock['overtaken'] = null;
  if (before?.status === 'held') {
    const { content, holder } = before;
    const liveness = await processes.liveness(before.owner);
    const byForce = holder.token === how.force;
    const hasEnded = how.watch.hasEnded(content, clock.monotonicMs());
    if (liveness !== 'gone') {
      if (!hasEnded && !byForce) {
        if (how.mayWait) return undefined;
        throw lockedError(context.workspace, { ...holder, liveness }, context.leaseMs / 1000);
      }
      overtaken = { token: holder.token, content, byForce };
    }
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
  const snapshot = serial === undefined ? undefined : await directory.readSnapshot(serial);
  return Math.max(locks.at(-1) ?? 0, journals.at(-1) ?? 0, snapshot?.journal.token ?? 0) + 1;
}
