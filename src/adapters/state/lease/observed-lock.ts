import type { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { Holder, LockRequest } from '../../../ports/state-store';
import { LeaseWatch } from '../../../state/lease-watch';
import { lockedError } from '../../../state/lock-errors';
import type { LockOwner, ProcessTable } from '../../host/process-table';

/** A held lock, as another process observes it. */
export interface ObservedLock {
  readonly holder: Omit<Holder, 'liveness'>;
  readonly owner: LockOwner;
  /** Differs after each heartbeat, and for each holder. */
  readonly beat: string;
}

/** The conditions of one attempt to take a lock. */
export interface AttemptOptions {
  readonly watch: LeaseWatch;
  /** Whether there is still time to wait for a holder. */
  readonly mayWait: boolean;
  readonly onWait?: ((why: HelixError) => void) | undefined;
  /** The token of a holder whose lock is taken even if it is alive. */
  readonly force?: number;
}

/** The context in which a lock is judged. Times in milliseconds. */
export interface LeaseContext {
  readonly workspace: string;
  readonly clock: Clock;
  readonly processes: ProcessTable;
  readonly leaseMs: number;
}

/**
 * Decides why a held lock may be taken: its process is `gone`, it was `silent` for a whole lease, or `byForce`.
 * undefined: not yet.
 * @throws HelixError `locked` when it may not be taken and there is no time to wait
 */
export async function decideTakeover(
  { workspace, clock, processes, leaseMs }: LeaseContext,
  { holder, owner, beat }: ObservedLock,
  { watch, mayWait, onWait, force }: AttemptOptions,
): Promise<'gone' | 'silent' | 'byForce' | undefined> {
  const liveness = await processes.checkLiveness(owner);
  const hasEnded = watch.hasEnded(beat, clock.monotonicMs());
  if (liveness === 'gone') return 'gone';
  if (holder.token === force) return 'byForce';
  if (hasEnded) return 'silent';
  const why = lockedError(workspace, { ...holder, liveness }, leaseMs / 1000);
  if (!mayWait) throw why;
  onWait?.(why);
  return undefined;
}

/** Tries to take a lock until it succeeds, or `attempt` throws because the time is up. */
export async function takeWithTimeout<Taken>(
  { clock, leaseMs }: Pick<LeaseContext, 'clock' | 'leaseMs'>,
  { timeoutMs, onWait }: Pick<LockRequest, 'timeoutMs' | 'onWait'>,
  attempt: (options: AttemptOptions) => Promise<Taken | undefined>,
): Promise<Taken> {
  const watch = new LeaseWatch(leaseMs);
  const startMs = clock.monotonicMs();
  // Even for a short lease, waiting processes must not crowd out the holder's requests.
  const pauseMs = Math.min(500, Math.max(50, leaseMs / 10));
  let notify = onWait;
  const notifyOnce = (why: HelixError): void => {
    notify?.(why);
    notify = undefined;
  };
  for (;;) {
    const waitedMs = clock.monotonicMs() - startMs;
    const taken = await attempt({ watch, mayWait: waitedMs < timeoutMs, onWait: notifyOnce });
    if (taken !== undefined) return taken;
    await clock.sleep(Math.min(pauseMs, Math.max(1, timeoutMs - waitedMs)));
  }
}

/** Takes a lock from its current holder, unless it is free or is released meanwhile. */
export async function takeByForce<Taken>(
  leaseMs: number,
  readHolder: () => Promise<Holder | null>,
  attempt: (options: AttemptOptions, by: string) => Promise<Taken | undefined>,
): Promise<'free' | 'released' | Taken> {
  const first = await readHolder();
  if (first === null) return 'free';
  const watch = new LeaseWatch(leaseMs);
  for (;;) {
    const now = await readHolder();
    if (now?.token !== first.token) return 'released';
    const taken = await attempt({ watch, mayWait: true, force: first.token }, first.by);
    if (taken !== undefined) return taken;
  }
}
