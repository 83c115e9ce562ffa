import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import { printable } from '../../../values/printable';
import type { Fetch } from '../../http/node-fetch';
import type { RequestLogEntry } from '../../http/request-log';
import { Retries } from '../../http/retries';
import type { CallOptions, Outcome } from '../../http/retries';
import { DEFAULT_RETRY } from '../../http/retry-policy';
import type { RetryPolicy } from '../../http/retry-policy';
import { SentSecrets } from '../../http/sent-secrets';
import { sendOnce } from './send-once';
import type { Answer, Nature } from './send-once';

/** How requests leave. */
export interface TransportOptions {
  /** `https://api.machines.dev` */
  readonly endpoint: string;
  readonly token: string;
  readonly secrets?: SentSecrets;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly retry?: Partial<RetryPolicy>;
  readonly onLog: (entry: RequestLogEntry) => void;
}

/** One call, and how it may be sent. */
export interface Sending extends CallOptions {
  readonly nature: Nature;
}

/** Sends requests with the token, again and again until an answer comes, and logs each attempt. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #secrets: SentSecrets;
  readonly #policy: RetryPolicy;
  readonly #retries: Retries;

  constructor(options: TransportOptions) {
    const { endpoint, clock, random, token } = options;
    this.#options = options;
    this.#secrets = options.secrets ?? new SentSecrets(token);
    this.#policy = { ...DEFAULT_RETRY, timeoutMs: 90_000, ...options.retry };
    this.#retries = new Retries({ endpoint, clock, random, policy: this.#policy });
  }

  /** @throws HelixError `unreachable` where no answer tells whether the call was done; `cancelled` */
  async send(request: Request, sending: Sending): Promise<Answer> {
    const body = request.body === null ? null : await request.text();
    const title = `${request.method} ${new URL(request.url).pathname}`;
    return this.#retries.run(title, sending, (count) => this.#attempt(request, body, count, sending));
  }

  async #attempt(
    { method, url, headers: own }: Request,
    body: string | null,
    count: number,
    { signal, nature }: Sending,
  ): Promise<Outcome<Answer>> {
    const { clock, fetch, token, onLog } = this.#options;
    const headers = new Headers(own);
    // A macaroon brings its own scheme.
    headers.set('authorization', token.startsWith('FlyV1 ') ? token : `Bearer ${token}`);
    const timeout = AbortSignal.timeout(this.#policy.timeoutMs);
    const started = clock.monotonicMs();
    const outcome = await sendOnce(
      // A redirect to another host would carry the token there.
      new Request(url, {
        method,
        headers,
        body,
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      }),
      { fetch, secrets: this.#secrets, nature },
    );
    const { origin, pathname, search } = new URL(url);
    onLog({
      method,
      origin,
      path: pathname + search,
      status: outcome.type === 'answer' ? outcome.value.status : outcome.status,
      ms: Math.round(clock.monotonicMs() - started),
      attempt: count,
      ...(outcome.type === 'broken' && { error: printable(this.#secrets.maskMessage(outcome.message)) }),
    });
    return outcome;
  }
}
