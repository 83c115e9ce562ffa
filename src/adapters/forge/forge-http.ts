import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Random } from '../../ports/random';
import type { Json } from '../../values/json';
import { printable } from '../../values/printable';
import { LARGEST } from '../../values/sizes';
import { connectionFailure } from '../http/connection-failure';
import type { Fetch } from '../http/node-fetch';
import { Retries } from '../http/retries';
import { isTransientStatus } from '../http/retry-policy';
import type { RetryPolicy } from '../http/retry-policy';

export interface ForgeHttpOptions {
  readonly name: string;
  /** The address of the API, without a slash at its end. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The permission that a token needs, for the error about one that lacks it. */
  readonly permission: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
}

export interface ForgeAnswer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Headers;
}

const POLICY: RetryPolicy = { attempts: 5, totalMs: 60_000, baseMs: 500, capMs: 10_000, timeoutMs: 20_000 };

/** Requests to a forge's API, repeated while it is busy or broken. */
export class ForgeHttp {
  readonly #options: ForgeHttpOptions;
  readonly #retries: Retries;

  constructor(options: ForgeHttpOptions) {
    this.#options = options;
    this.#retries = new Retries({ ...options, policy: POLICY });
  }

  /**
   * Sends a request; `path` may also be a whole address of the same API, as a page names the next one.
   * @throws HelixError `auth` for 401, 403 and 404, `refused` for a body that is not taken, `unreachable`
   */
  async send(method: string, path: string, body?: Json): Promise<ForgeAnswer> {
    const { endpoint } = this.#options;
    const url = path.startsWith(`${endpoint}/`) ? path : `${endpoint}${path}`;
    const [called = ''] = url.slice(endpoint.length).split('?');
    const title = `${method} ${called === '' ? new URL(endpoint).pathname : called}`;
    const answer = await this.#retries.run(title, {}, async () => {
      try {
        const got = await this.#request(method, url, body);
        return isBusy(got)
          ? { ...BROKEN, status: got.status, message: `HTTP ${got.status}`, retryAfter: retryAfterOf(got) }
          : { type: 'answer', value: got };
      } catch (error) {
        const { message, hint, transient } = connectionFailure(error);
        return { ...BROKEN, status: null, message, hint: hint ?? LATER, again: transient };
      }
    });
    if (answer.status < 400) return answer;
    throw this.#refusal(title, answer);
  }

  async #request(method: string, url: string, body: Json | undefined): Promise<ForgeAnswer> {
    const { fetch, headers } = this.#options;
    const sent = await fetch(
      new Request(url, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(POLICY.timeoutMs),
      }),
    );
    const text = await sent.text();
    if (text.length > LARGEST.answer) throw new Error('the answer is too large');
    return { status: sent.status, body: jsonOrNull(text), headers: sent.headers };
  }

  #refusal(title: string, { status, body }: ForgeAnswer): HelixError {
    const { name, permission } = this.#options;
    const said = (body as { readonly message?: unknown } | null)?.message;
    const text = typeof said === 'string' ? `: ${printable(said).slice(0, 300)}` : '';
    const message = `${name} answered ${title} with ${status}${text}`;
    return [401, 403, 404].includes(status)
      ? new HelixError('auth', message, { hint: permission })
      : new HelixError('refused', message);
  }
}

const LATER = 'Run the job again once it answers.';
const BROKEN = { type: 'broken', hint: LATER, retryAfter: null, again: true } as const;

/** GitHub limits the rate with 403 too. */
function isBusy({ status, headers }: ForgeAnswer): boolean {
  if (isTransientStatus(status)) return true;
  return status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0');
}

function retryAfterOf({ headers }: ForgeAnswer): string | null {
  return headers.get('retry-after');
}

function jsonOrNull(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
