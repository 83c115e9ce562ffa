import type { Clock } from '../../../ports/clock';
import { HelixError } from '../../../errors';
import { mayStillAct } from '../../../state/lease-watch';
import { lostLeaseError, staleLeaseError } from '../../../state/lock-errors';

/** A lock that is kept alive by heartbeats, in any storage. */
export interface BeatingLock {
  /** Writes a heartbeat. Throws HelixError `locked` when the lease was lost. */
  beat(): Promise<void>;
  /** Whether no other process has taken the lock since. */
  isNewest(): Promise<boolean>;
}

/** Shows other processes that the holder of a lock is alive, and knows whether it still holds the lock. */
export class Heartbeat {
  readonly #lock: BeatingLock;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;
  #lastBeatMs: number;
  #isLost = false;

  /** `takenMs` is a monotonic time before the lock became visible to others. */
  constructor(
    lock: BeatingLock,
    times: { readonly clock: Clock; readonly leaseMs: number; readonly heartbeatMs: number },
    takenMs: number,
  ) {
    this.#lock = lock;
    this.#clock = times.clock;
    this.#leaseMs = times.leaseMs;
    this.#lastBeatMs = takenMs;
    this.#loop = this.#run(times.heartbeatMs);
  }

  /** Checks the lock itself. Throws HelixError `locked` when another process took over. */
  async confirm(): Promise<void> {
    if (!this.#isLost && !(await this.#lock.isNewest())) this.#isLost = true;
    if (this.#isLost) throw lostLeaseError();
  }

  /** Checks memory alone. Throws HelixError `locked` when the lease was lost or the last heartbeat is too old. */
  assertHeld(): void {
    if (this.#isLost) throw lostLeaseError();
    if (!mayStillAct(this.#lastBeatMs, this.#clock.monotonicMs(), this.#leaseMs)) throw staleLeaseError();
  }

  /** Stops the heartbeats, and waits for one that is being written. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('stopped'));
    await this.#loop;
  }

  async #run(everyMs: number): Promise<void> {
    while (!this.#isLost) {
      try {
        await this.#clock.sleep(everyMs, this.#stop.signal);
      } catch {
        return;
      }
      const startedMs = this.#clock.monotonicMs();
      try {
        await this.#lock.beat();
        await this.confirm();
        this.#lastBeatMs = startedMs;
      } catch (error) {
        // After any other failure the next heartbeat follows in time; `assertHeld` counts from the last success.
        if (error instanceof HelixError && error.kind === 'locked') this.#isLost = true;
      }
    }
  }
}
