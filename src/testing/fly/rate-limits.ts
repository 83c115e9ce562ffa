import type { Clock } from '../../ports/clock';
import type { OperationName } from './document';

/** The number of calls that pass at once, and each second afterwards. */
interface Limit {
  readonly burst: number;
  readonly perSecond: number;
}

const USUAL: Limit = { burst: 3, perSecond: 1 };
const GET_MACHINE: Limit = { burst: 10, perSecond: 5 };
const DELETIONS: Limit = { burst: 100, perSecond: 100 / 60 };

/** Fly's limits: a bucket for each action and each machine or app, and one for the deletions of an organization. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  allows(
    name: OperationName,
    { app, machine, org }: Readonly<Record<'app' | 'machine' | 'org', string>>,
  ): boolean {
    const limit = name === 'getMachine' ? GET_MACHINE : USUAL;
    const isAllowed = this.#take(`${name} ${app}/${machine}`, limit);
    return isAllowed && (name !== 'deleteApp' || this.#take(`${name} of ${org}`, DELETIONS));
  }

  #take(key: string, { burst, perSecond }: Limit): boolean {
    const now = this.#clock.monotonicMs();
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
