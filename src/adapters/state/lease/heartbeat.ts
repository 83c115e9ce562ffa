import type { Clock } from '../../../ports/clock';
import { HelixError } from '../../../errors';
import { mayStillAct } from '../../../state/lease-watch';
import { lostLeaseError, staleLeaseError } from '../../../state/lock-errors';

/** The lock whose heart beats, wherever it lies. */
export interface BeatingLock {
  /** Shows others a sign of life. Throws HelixError `locked` when it sees that the lease was lost. */
  beat(): Promise<void>;
  /** Whether nobody took the lock since. */
  isNewest(): Promise<boolean>;
}

/** Shows others that the holder of a lock lives, and tells the holder whether it still is one. */
export class Heartbeat {
  readonly #lock: BeatingLock;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;
  #lastBeatMs: number;
  #isLost = false;

  /** `takenMs` is the monotonic time from before the lock could be seen by others. */
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

  /** Looks whether somebody else took over. Throws HelixError `locked` when that is so. */
  async confirm(): Promise<void> {
    if (!this.#isLost && !(await this.#lock.isNewest())) this.#isLost = true;
    if (this.#isLost) throw lostLeaseError();
  }

  /** Looks nowhere. Throws HelixError `locked` when the lease was lost or the last beat is too old. */
  assertHeld(): void {
    if (this.#isLost) throw lostLeaseError();
    if (!mayStillAct(this.#lastBeatMs, this.#clock.monotonicMs(), this.#leaseMs)) throw staleLeaseError();
  }

  /** Resolves when nothing is written any more. */
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
        // Any other beat that failed is tried again at the next; `assertHeld` counts from the last one that succeeded.
        if (error instanceof HelixError && error.kind === 'locked') this.#isLost = true;
      }
    }
  }
}
