import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import { printable } from '../../../values/printable';
import { attempt } from './attempt';
import type { SentSecrets } from '../../http/sent-secrets';
import type { RequestLogEntry } from '../../http/request-log';
import type { CallOptions, Outcome, Retries } from '../../http/retries';

/** How requests leave. */
export interface TransportOptions {
  /** null: requests go without a key, as an emulator may allow. */
  readonly apiKey: string | null;
  readonly secrets: SentSecrets;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly clock: Clock;
  readonly random: Random;
  readonly timeoutMs: number;
  readonly retries: Retries;
  readonly onLog: (entry: RequestLogEntry) => void;
}

/** Sends requests with the API key and a request id, again and again until an answer comes, and logs each attempt. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /**
   * The first answer that is neither a 429, a server error nor broken off. A JSON body has been read whole.
   * @throws what `Retries.run` throws
   */
  async send(request: Request, call: CallOptions): Promise<Response> {
    const requestId = this.#options.random.uuid();
    const body = request.body === null ? null : await request.text();
    const title = `${request.method} ${new URL(request.url).pathname}`;
    return this.#options.retries.run(title, call, (count) =>
      this.#attempt(request, body, requestId, count, call.signal),
    );
  }

  async #attempt(
    request: Request,
    body: string | null,
    requestId: string,
    count: number,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<Response>> {
    const { apiKey, secrets, clock, fetch, onLog, timeoutMs } = this.#options;
    const headers = new Headers(request.headers);
    if (apiKey !== null) headers.set('x-api-key', apiKey);
    headers.set('x-request-id', requestId);
    // A redirect to another host would carry the key there.
    const init = { method: request.method, headers, body, redirect: 'manual' as const };
    const started = clock.monotonicMs();
    const outcome = await attempt(fetch, (stop) => new Request(request.url, { ...init, signal: stop }), {
      timeoutMs,
      signal,
      secrets,
    });
    const { origin, pathname, search } = new URL(request.url);
    onLog({
      method: request.method,
      origin,
      path: pathname + search,
      status: outcome.type === 'answer' ? outcome.value.status : outcome.status,
      ms: Math.round(clock.monotonicMs() - started),
      attempt: count,
      requestId,
      ...(outcome.type === 'broken' ? { error: printable(outcome.message) } : {}),
    });
    return outcome;
  }
}
