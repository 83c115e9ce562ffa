/** The limits of retries of one request. Times are milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  /** No further attempt starts later than this after the first. */
  readonly totalMs: number;
  /** The backoff is drawn from 0 to `baseMs`, then twice that, and so on, never more than `capMs`. */
  readonly baseMs: number;
  readonly capMs: number;
  /** One attempt, until its answer is complete. For a stream: until its headers, then between two pieces. */
  readonly timeoutMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 7,
  totalMs: 120_000,
  baseMs: 250,
  capMs: 15_000,
  timeoutMs: 60_000,
};

/**
 * Returns the milliseconds to wait before attempt `next` (2 is the first repetition): exponential with full jitter, so that
 * clients that failed together do not return together, and at least the server's `Retry-After`.
 * `fraction` is in [0, 1).
 */
export function delayBefore(
  next: number,
  retryAfterMs: number | null,
  policy: RetryPolicy,
  fraction: number,
): number {
  const jitter = fraction * Math.min(policy.capMs, policy.baseMs * 2 ** (next - 2));
  return Math.ceil(retryAfterMs === null ? jitter : retryAfterMs + fraction * policy.baseMs);
}

/** Returns `Retry-After` (seconds or an HTTP date) in milliseconds from `now`; null when absent or unreadable. */
export function parseRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Only the date form that HTTP allows: Date.parse alone would take "-5" for a year.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** Whether another attempt may help; after a 501, for example, it does not. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501);
}
