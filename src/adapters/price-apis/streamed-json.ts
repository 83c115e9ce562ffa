import { JSONParser } from '@streamparser/json';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Fetch } from '../http/node-fetch';
import { printable } from '../../values/printable';
import { connectionFailure } from '../http/connection-failure';
import { retry } from '../http/retry';
import { delayBefore, isTransientStatus, parseRetryAfter } from '../http/retry-policy';
import type { RetryPolicy } from '../http/retry-policy';

/** The retry policy for large answers over slow lines: few attempts, each of which may take as long as data keeps coming. */
export const LARGE_ANSWERS: RetryPolicy = {
  attempts: 5,
  totalMs: 30 * 60_000,
  baseMs: 500,
  capMs: 20_000,
  /** Without a byte. */
  timeoutMs: 60_000,
};

export interface StreamedJsonOptions {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
  /** In [0, 1). */
  readonly fraction: () => number;
}

/** One request: its URL, and the relevant values of the answer (`$.products.*`). */
export interface JsonRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
}

/** Reads JSON answers value by value. An answer may be far larger than memory. */
export class StreamedJson {
  readonly #options: StreamedJsonOptions;

  constructor(options: StreamedJsonOptions) {
    this.#options = options;
  }

  /**
   * Calls `collect` for each attempt and returns the result of its collector.
   * @throws HelixError `unreachable`, `auth` or `cancelled`; its message never holds a header
   */
  async read<T>(request: JsonRequest, collect: () => Collector<T>): Promise<T> {
    const { policy, clock, signal, fraction } = this.#options;
    const result = await retry<T, Failure>(
      async () => {
        throwIfAborted(signal);
        const answer = await this.#attempt(request, collect);
        if (!(answer instanceof Failure)) return { ok: true, value: answer.result };
        throwIfAborted(signal);
        return { ok: false, failure: answer, final: !answer.transient };
      },
      {
        clock,
        signal,
        attempts: policy.attempts,
        totalMs: () => policy.totalMs,
        pauseMs: (next, failure) => delayBefore(next, failure.retryAfterMs, policy, fraction()),
      },
    );
    if (result.ok) return result.value;
    throw result.failure.asError(request.url);
  }

  async #attempt<T>(
    { url, headers = {}, paths }: JsonRequest,
    collect: () => Collector<T>,
  ): Promise<{ readonly result: T } | Failure> {
    const idle = new IdleTimer(this.#options.policy.timeoutMs, this.#options.signal);
    try {
      const response = await this.#options.fetch(new Request(url, { headers, signal: idle.signal }));
      if (!response.ok || isPage(response)) {
        await response.body?.cancel();
        const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), this.#options.clock.now());
        return new Failure(`it answered ${answerText(response)}`, {
          transient: isTransientStatus(response.status),
          auth: response.status === 401 || response.status === 403,
          retryAfterMs,
        });
      }
      const collector = collect();
      await parse(response, paths, collector, idle);
      return { result: collector.result() };
    } catch (error) {
      if (error instanceof HelixError) throw error;
      if (idle.isOver) {
        return new Failure('it sent nothing for too long', {
          transient: true,
          auth: false,
          retryAfterMs: null,
        });
      }
      const { message, transient } = connectionFailure(error);
      return new Failure(message.split('\n')[0] ?? message, { transient, auth: false, retryAfterMs: null });
    } finally {
      idle.stop();
    }
  }
}

/** Whether a page for people came in place of data: a login page, or that of a proxy. */
function isPage({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/html') ?? false;
}

function answerText(response: Response): string {
  const { status, headers } = response;
  if (isPage(response)) return `${status} with a web page, as a proxy or a login page does`;
  const target = headers.get('location');
  return target === null || status >= 400
    ? String(status)
    : `${status}: it redirects to ${printable(target)}`;
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new HelixError('cancelled', 'the refresh of prices was interrupted');
}

/** Takes the values of one answer, in order. */
export interface Collector<T> {
  /** `keys`: its path from the root: `['products', 'SKU']`. */
  take(value: unknown, keys: readonly (string | number)[]): void;
  /** Asked for once, after the last value. */
  result(): T;
}

async function parse(
  response: Response,
  paths: readonly string[],
  collector: Collector<unknown>,
  idle: IdleTimer,
): Promise<void> {
  const parser = new JSONParser({ paths: [...paths], keepStack: false, stringBufferSize: 1024 });
  parser.onValue = ({ value, key, stack }) => {
    const keys = [...stack.slice(1).map((level) => level.key), key];
    collector.take(
      value,
      keys.filter((one) => one !== undefined),
    );
  };
  if (response.body === null) throw new Error('its answer is empty');
  const body: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of body) {
    idle.restart();
    parser.write(chunk);
  }
  if (!parser.isEnded) throw new Error('its answer ends in the middle');
}

class Failure {
  readonly transient: boolean;
  readonly auth: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    readonly why: string,
    about: { transient: boolean; auth: boolean; retryAfterMs: number | null },
  ) {
    this.transient = about.transient;
    this.auth = about.auth;
    this.retryAfterMs = about.retryAfterMs;
  }

  asError(url: string): HelixError {
    const { origin, pathname } = new URL(url);
    return new HelixError(
      this.auth ? 'auth' : 'unreachable',
      `cannot read prices from ${origin}${pathname}: ${this.why}`,
      {
        hint: this.auth
          ? 'Check the key that Helix sent.'
          : 'The pages read so far are kept: run the command again to continue.',
      },
    );
  }
}

/** A signal that aborts after a time without data, or when another signal aborts. */
class IdleTimer {
  readonly #ms: number;
  readonly #outer: AbortSignal;

  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#controller.abort();
  #timer: NodeJS.Timeout | undefined;
  isOver = false;

  constructor(ms: number, outer: AbortSignal) {
    this.#ms = ms;
    this.#outer = outer;

    outer.addEventListener('abort', this.#onAbort);
    if (outer.aborted) this.#controller.abort();
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.isOver = true;
      this.#controller.abort();
    }, this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#onAbort);
  }
}
