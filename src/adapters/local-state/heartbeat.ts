import type { Clock } from '../../ports/clock';
import { mayStillAct } from '../../state/lease-watch';
import { lostLeaseError, staleLeaseError } from '../../state/lock-errors';
import type { OwnLock } from './lock-file';
import type { StateDirectory } from './state-directory';

/** Shows others that the holder of a lock lives, and tells the holder whether it still is one. */
export class Heartbeat {
  readonly #directory: StateDirectory;
  readonly #lock: OwnLock;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;
  #lastBeatMs: number;
  #isLost = false;

  /** `takenMs` is the monotonic time from before the lock could be seen by others. */
  constructor(
    directory: StateDirectory,
    lock: OwnLock,
    times: { readonly clock: Clock; readonly leaseMs: number; readonly heartbeatMs: number },
    takenMs: number,
  ) {
    this.#directory = directory;
    this.#lock = lock;
    this.#clock = times.clock;
    this.#leaseMs = times.leaseMs;
    this.#lastBeatMs = takenMs;
    this.#loop = this.#run(times.heartbeatMs);
  }

  /** Asks the directory whether somebody else took over. Throws HelixError `locked` when that is so. */
  async confirm(): Promise<void> {
    if (!this.#isLost && !(await this.#directory.isNewest(this.#lock.token))) this.#isLost = true;
    if (this.#isLost) throw lostLeaseError();
  }

  /** Asks nobody. Throws HelixError `locked` when the lease was lost or the last beat is too old. */
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
      } catch {
        // A beat that failed is tried again at the next; `assertHeld` counts from the last one that succeeded.
      }
    }
  }
}
