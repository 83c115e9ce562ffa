/**
 * Judges from outside whether a lease has ended: its heartbeat stood still for a whole lease while it was watched.
 * Only the observer's own monotonic clock counts, so no two clocks are ever compared.
 */
export class LeaseWatch {
  readonly #leaseMs: number;
  #heartbeat: string | undefined;
  #sinceMs = 0;

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  /** Observes the lock once: `heartbeat` differs after each beat and for each holder. Returns whether the lease has ended. */
  hasEnded(heartbeat: string, monotonicMs: number): boolean {
    if (heartbeat !== this.#heartbeat) {
      this.#heartbeat = heartbeat;
      this.#sinceMs = monotonicMs;
    }
    return monotonicMs - this.#sinceMs >= this.#leaseMs;
  }
}

/**
 * Whether a holder may still act, by its own monotonic clock: half a lease is left for what it is about to do
 * before anybody else can think the lease ended. `lastBeatMs` is when the last successful heartbeat was started.
 */
export function mayStillAct(lastBeatMs: number, nowMs: number, leaseMs: number): boolean {
  return nowMs - lastBeatMs < leaseMs / 2;
}
