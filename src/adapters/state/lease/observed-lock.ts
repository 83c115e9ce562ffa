import type { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { Holder, LockRequest } from '../../../ports/state-store';
import { LeaseWatch } from '../../../state/lease-watch';
import { lockedError } from '../../../state/lock-errors';
import type { LockOwner, ProcessTable } from '../../host/process-table';

/** A lock that is held, as somebody else sees it. */
export interface SeenLock {
  readonly holder: Omit<Holder, 'liveness'>;
  readonly owner: LockOwner;
  /** Differs after each beat, and with each holder. */
  readonly beat: string;
}

/** One look of somebody who wants the lock. */
export interface Look {
  readonly watch: LeaseWatch;
  /** Whether there is still time to wait for a holder. */
  readonly mayWait: boolean;
  readonly onWait?: ((why: HelixError) => void) | undefined;
  /** The token of a holder whose lock is taken whatever it does. */
  readonly force?: number;
}

/** Where and by which clock a lock is judged. Times in milliseconds. */
export interface Judge {
  readonly workspace: string;
  readonly clock: Clock;
  readonly processes: ProcessTable;
  readonly leaseMs: number;
}

/**
 * Whether a lock that is held may be taken: `gone`, its process is; `silent` for a whole lease, or `byForce`.
 * undefined: not yet.
 * @throws HelixError `locked` when it may not and there is no time to wait
 */
export async function mayTake(
  { workspace, clock, processes, leaseMs }: Judge,
  { holder, owner, beat }: SeenLock,
  { watch, mayWait, onWait, force }: Look,
): Promise<'gone' | 'silent' | 'byForce' | undefined> {
  const liveness = await processes.liveness(owner);
  const hasEnded = watch.hasEnded(beat, clock.monotonicMs());
  if (liveness === 'gone') return 'gone';
  if (holder.token === force) return 'byForce';
  if (hasEnded) return 'silent';
  const why = lockedError(workspace, { ...holder, liveness }, leaseMs / 1000);
  if (!mayWait) throw why;
  onWait?.(why);
  return undefined;
}

/** Tries to take a lock until that succeeds, or `attempt` throws because the time is up. */
export async function takeInTime<Taken>(
  { clock, leaseMs }: Pick<Judge, 'clock' | 'leaseMs'>,
  { timeoutMs, onWait }: Pick<LockRequest, 'timeoutMs' | 'onWait'>,
  attempt: (look: Look) => Promise<Taken | undefined>,
): Promise<Taken> {
  const watch = new LeaseWatch(leaseMs);
  const startMs = clock.monotonicMs();
  // However short the lease, those who wait leave the storage to who holds it.
  const pauseMs = Math.min(500, Math.max(50, leaseMs / 10));
  let tell = onWait;
  const toldOnce = (why: HelixError): void => {
    tell?.(why);
    tell = undefined;
  };
  for (;;) {
    const waitedMs = clock.monotonicMs() - startMs;
    const taken = await attempt({ watch, mayWait: waitedMs < timeoutMs, onWait: toldOnce });
    if (taken !== undefined) return taken;
    await clock.sleep(Math.min(pauseMs, Math.max(1, timeoutMs - waitedMs)));
  }
}

/** Takes a lock from whoever holds it now, unless nobody does, or it is given up meanwhile. */
export async function takeByForce<Taken>(
  leaseMs: number,
  holder: () => Promise<Holder | null>,
  attempt: (look: Look, by: string) => Promise<Taken | undefined>,
): Promise<'nobody' | 'given up' | Taken> {
  const first = await holder();
  if (first === null) return 'nobody';
  const watch = new LeaseWatch(leaseMs);
  for (;;) {
    const now = await holder();
    if (now?.token !== first.token) return 'given up';
    const taken = await attempt({ watch, mayWait: true, force: first.token }, first.by);
    if (taken !== undefined) return taken;
  }
}
