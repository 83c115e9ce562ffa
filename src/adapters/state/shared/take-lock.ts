import type { Holder, LockRequest } from '../../../ports/state-store';
import { decideTakeover } from '../lease/observed-lock';
import type { AttemptOptions } from '../lease/observed-lock';
import type { SharedContext } from './context';
import type { Head, HeadLock } from './head';
import { isSame, writeOrRead } from './held-head';
import type { StoredHead } from './storage';

/** A lock that was taken. */
export interface TakenLock {
  readonly stored: StoredHead;
  /** A monotonic time before the lock became visible to others. */
  readonly takenMs: number;
  /** Whether its last holder may still act for a while before it notices. */
  readonly isByForce: boolean;
}

/** Returns the holder of the lock, or null when it is free. */
export function holderIn(head: Head | undefined): (Omit<Holder, 'liveness'> & HeadLock) | null {
  return head?.lock.status === 'held' ? head.lock : null;
}

/**
 * Tries once to take the lock, by replacing exactly the head that was judged. Returns undefined when another process was
 * faster, or holds it and there is time to wait.
 * @throws HelixError `locked` when it is held and there is no time to wait
 */
export async function tryTakeLock(
  context: SharedContext,
  { operation, by }: Pick<LockRequest, 'operation' | 'by'>,
  options: AttemptOptions,
): Promise<TakenLock | undefined> {
  const { storage, clock, processes, random } = context;
  const before = await storage.readHead();
  const lock = holderIn(before?.head);
  let isByForce = false;
  if (lock !== null) {
    const { operation: its, by: whose, host, pid, since, token } = lock;
    const holder = { operation: its, by: whose, host, pid, since, token };
    const why = await decideTakeover(
      context,
      { holder, owner: lock, beat: `${lock.id}/${lock.beat}` },
      options,
    );
    if (why === undefined) return undefined;
    isByForce = why === 'byForce';
  }
  if (before?.head.place !== storage.place) await storage.prove();
  const token = (before?.head.lock.token ?? 0) + 1;
  const id = random.uuid();
  const takenMs = clock.monotonicMs();
  const head: Head = {
    format: 1,
    place: storage.place,
    lock: {
      token,
      id,
      status: 'held',
      beat: 0,
      operation,
      by,
      ...(await processes.readSelf()),
      since: clock.now().toISOString(),
    },
    states: before?.head.states ?? [],
    journals: [
      ...(before?.head.journals ?? []),
      { token, name: `${token}-${id.slice(0, 8)}`, after: 0, upTo: null },
    ],
  };
  const stored = await writeOrRead(storage, head, before);
  return stored !== null && isSame(stored.head, head) ? { stored, takenMs, isByForce } : undefined;
}
