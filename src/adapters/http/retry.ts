import type { Clock } from '../../ports/clock';

/** The result of one attempt. */
export type Attempt<T, F> =
  | { readonly ok: true; readonly value: T }
  /** `final`: another attempt cannot help. */
  | { readonly ok: false; readonly failure: F; readonly final: boolean };

/** The result of all attempts: a value, or the last failure with what was tried. */
export type Retried<T, F> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F; readonly attempts: number; readonly elapsedMs: number };

/** The limits of a retry. Times are milliseconds of the monotonic clock. */
export interface RetryLimits<F> {
  readonly clock: Clock;
  /** Infinity: only the time counts. */
  readonly attempts: number;
  /** No attempt starts later than this after the first; asked after each failure. */
  readonly totalMs: () => number;
  /** The pause before attempt `next`; 2 is the first repetition. */
  readonly pauseMs: (next: number, failure: F) => number;
  /** An aborted signal ends a pause early; the next attempt decides what that means. */
  readonly signal?: AbortSignal | undefined;
}

/** Repeats `attempt` (given its number, from 1) until it succeeds, fails for good, or a limit is reached. */
export async function retry<T, F>(
  attempt: (count: number) => Promise<Attempt<T, F>>,
  { clock, attempts, totalMs, pauseMs, signal }: RetryLimits<F>,
): Promise<Retried<T, F>> {
  const startedMs = clock.monotonicMs();
  for (let count = 1; ; count += 1) {
    const result = await attempt(count);
    if (result.ok) return result;
    const { failure, final } = result;
    const pause = final ? 0 : pauseMs(count + 1, failure);
    const elapsedMs = clock.monotonicMs() - startedMs;
    if (final || count >= attempts || elapsedMs + pause > totalMs()) {
      return { ok: false, failure, attempts: count, elapsedMs };
    }
    await clock.sleep(pause, signal).catch(() => undefined);
  }
}
