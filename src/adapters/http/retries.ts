import { setMaxListeners } from 'node:events';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Random } from '../../ports/random';
import { printable } from '../../values/printable';
import { retry } from './retry';
import { delayBefore, parseRetryAfter } from './retry-policy';
import type { RetryPolicy } from './retry-policy';

/** The options of one call. */
export interface CallOptions {
  /** Called before every attempt; what it throws ends the call. */
  readonly before?: () => void;
  readonly signal?: AbortSignal;
}

/** The outcome of one attempt. `broken`: nothing usable; `again` says whether another attempt may help. */
export type Outcome<T> = { readonly type: 'answer'; readonly value: T } | Broken;

export interface Broken {
  readonly type: 'broken';
  /** null when no answer came. */
  readonly status: number | null;
  readonly message: string;
  readonly hint: string | null;
  /** The header as it came. */
  readonly retryAfter: string | null;
  readonly again: boolean;
}

export interface RetriesOptions {
  /** As the user wrote it, for messages. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: RetryPolicy;
}

/**
 * Repeats a request until it brings an answer, within the limits of the policy. Every request of the API may be repeated:
 * reads by nature, creates by their idempotency key, all others because they declare the wanted state.
 */
export class Retries {
  readonly #options: RetriesOptions;

  constructor(options: RetriesOptions) {
    this.#options = options;
  }

  /**
   * `title` names the work in messages: `GET /regions`. `once` is given the number of the attempt, from 1.
   * @throws HelixError `unreachable` after the last attempt, `cancelled` when the signal was aborted
   */
  async run<T>(title: string, call: CallOptions, once: (count: number) => Promise<Outcome<T>>): Promise<T> {
    const { clock, policy } = this.#options;
    if (call.signal !== undefined) setMaxListeners(0, call.signal);
    const result = await retry<T, Broken>(
      async (count) => {
        throwIfAborted(title, call);
        call.before?.();
        const outcome = await once(count);
        if (outcome.type === 'answer') return { ok: true, value: outcome.value };
        throwIfAborted(title, call);
        return { ok: false, failure: outcome, final: !outcome.again };
      },
      {
        clock,
        signal: call.signal,
        attempts: policy.attempts,
        totalMs: () => policy.totalMs,
        pauseMs: (next, outcome) => this.#delayBefore(next, outcome),
      },
    );
    if (result.ok) return result.value;
    throw this.#unreachable(title, result.failure, result.attempts, result.elapsedMs);
  }

  #delayBefore(next: number, outcome: Broken): number {
    const { clock, policy, random } = this.#options;
    const asked = parseRetryAfter(outcome.retryAfter, clock.now());
    return delayBefore(next, asked, policy, fraction(random));
  }

  #unreachable(title: string, last: Broken, attempts: number, elapsedMs: number): HelixError {
    const { endpoint } = this.#options;
    const tried =
      attempts === 1 ? 'tried once' : `tried ${attempts} times in ${(elapsedMs / 1000).toFixed(1)} s`;
    const start = last.status === null ? `Cannot reach ${endpoint}` : `No usable answer from ${endpoint}`;
    return new HelixError(
      'unreachable',
      `${start}: ${title} was ${tried}; last: ${printable(last.message)}.`,
      { hint: last.hint ?? (last.status === 429 ? BUSY : DOWN) },
    );
  }
}

const BUSY = 'The service limits the rate of requests: wait a little, or use a lower --parallelism.';
const DOWN = 'The service has problems: try again later; begun operations then continue.';

function throwIfAborted(title: string, call: CallOptions): void {
  if (call.signal?.aborted !== true) return;
  throw new HelixError('cancelled', `Cancelled during ${title}.`);
}

/** Returns a number in [0, 1), from the first 32 random bits of a UUID. */
function fraction(random: Random): number {
  return Number.parseInt(random.uuid().slice(0, 8), 16) / 2 ** 32;
}
