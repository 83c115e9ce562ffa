/** Time as the program sees it. Pure code gets times as values; only effects hold a clock. */
export interface Clock {
  /** The wall clock. It may jump: never measure a duration with it. */
  now(): Date;
  /** Milliseconds since some fixed moment; never goes back, and continues while the process is stopped. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
