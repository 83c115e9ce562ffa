import type { Clock } from '../../ports/clock';

/** How many calls of one action a machine or an app takes each second, and at once. */
const USUAL = { perSecond: 1, burst: 3 };
const READS = { perSecond: 5, burst: 10 };

/** Fly's limits: a bucket for each action and each machine or app. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  allows(operation: string, whose: string): boolean {
    const { perSecond, burst } = /^(get|list|wait|read)/.test(operation) ? READS : USUAL;
    const now = this.#clock.monotonicMs();
    const bucket = this.#buckets.get(`${operation} ${whose}`) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(`${operation} ${whose}`, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
