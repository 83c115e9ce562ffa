import type { ValidateFunction } from 'ajv';
import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import { checkedAnswer } from './answer';
import { isCloudError } from './cloud-error';
import type { paths } from '../generated/api';
import { notTheApi, refusalOf } from './refusal';
import type { RefusalContext } from './refusal';
import type { RequestLogEntry } from '../../http/request-log';
import { SentSecrets } from '../../http/sent-secrets';
import { Retries } from '../../http/retries';
import type { CallOptions } from '../../http/retries';
import { DEFAULT_RETRY } from '../../http/retry-policy';
import type { RetryPolicy } from '../../http/retry-policy';
import { Transport } from './transport';

/** The settings of a client of the Helix Cloud API. */
export interface HelixCloudClientOptions {
  /** An http(s) URL without a trailing slash, or `embedded`. */
  readonly endpoint: string;
  /** null: calls go without a key, as an emulator may allow. */
  readonly apiKey: string | null;
  /** The secrets that requests carry; default: the key alone. */
  readonly secrets?: SentSecrets;
  /** The source of the key, for messages: `HELIX_API_KEY` or a path; null when the user typed it. */
  readonly keySource: string | null;
  /** The platform's `fetch`, or that of the embedded emulator. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly clock: Clock;
  readonly random: Random;
  readonly onLog?: (entry: RequestLogEntry) => void;
  readonly retry?: Partial<RetryPolicy>;
}

/** The used part of an answer of openapi-fetch. */
export interface CallResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

const FORMS = {
  json: /^application\/([\w.-]+\+)?json\s*(;|$)/,
  lines: /^application\/x-ndjson\s*(;|$)/,
  // A followed log may also come as lines, or end at once.
  stream: /^(application\/([\w.-]+\+)?json|application\/x-ndjson|text\/event-stream)\s*(;|$)/,
};

/** The form of a call's answer. */
export type Form = keyof typeof FORMS;

/** The typed calls of the API document, sent through the transport, and the reading of what they answer. */
export class ApiCalls {
  readonly typed: Client<paths>;
  /** For calls that answer a stream: how long one took before it broke says nothing against trying again. */
  readonly streamRetries: Retries;
  /** How long a stream may be silent. */
  readonly idleMs: number;
  /** Masks the secrets that were sent in a text for people. */
  readonly mask: (text: string) => string;
  /** The secrets that requests carry. */
  readonly secrets: SentSecrets;
  readonly #clock: Clock;
  readonly #context: RefusalContext;
  readonly #transport: Transport;

  constructor(options: HelixCloudClientOptions) {
    const { endpoint, apiKey, fetch, clock, random } = options;
    const policy = { ...DEFAULT_RETRY, ...options.retry };
    this.typed = createClient<paths>({ baseUrl: baseUrlOf(endpoint) });
    const unhurried = { ...policy, totalMs: Infinity };
    this.streamRetries = new Retries({ endpoint, clock, random, policy: unhurried });
    this.idleMs = policy.timeoutMs;
    const secrets = options.secrets ?? new SentSecrets(apiKey);
    this.secrets = secrets;
    this.mask = secrets.maskMessage;
    this.#clock = clock;
    this.#context = { endpoint, hasKey: apiKey !== null, keySource: options.keySource, mask: this.mask };
    this.#transport = new Transport({
      apiKey,
      secrets,
      fetch,
      clock,
      random,
      timeoutMs: policy.timeoutMs,
      retries: new Retries({ endpoint, clock, random, policy }),
      onLog: options.onLog ?? (() => undefined),
    });
  }

  /** The part of a call's options that sends it through the transport, and refuses an answer of another form. */
  via(call: CallOptions, form: Form): { fetch: (request: Request) => Promise<Response> } {
    return {
      fetch: async (request) => {
        const response = await this.#transport.send(request, call);
        await assertReadable(this.#context, request, response, form);
        return response;
      },
    };
  }

  /** Starts to count by the monotonic clock. Returns a function that returns what is left of the milliseconds. */
  countDown(ms: number): () => number {
    const startedMs = this.#clock.monotonicMs();
    return () => ms - (this.#clock.monotonicMs() - startedMs);
  }

  /** Waits. False when the signal was aborted. */
  async pause(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    await this.#clock.sleep(ms, signal).catch(() => undefined);
    return signal?.aborted !== true;
  }

  /** The body of a success, checked. @throws CloudError for everything else */
  read<T>(validate: ValidateFunction<T>, title: string, result: CallResult): T {
    this.assertSuccess(title, result);
    return checkedAnswer(validate, result.data, title, this.mask);
  }

  /** Like `read`, but null for the API's own 404. */
  readUnlessMissing<T>(validate: ValidateFunction<T>, title: string, result: CallResult): T | null {
    try {
      return this.read(validate, title, result);
    } catch (error) {
      if (isCloudError(error, 'missing')) return null;
      throw error;
    }
  }

  /** @throws CloudError unless the answer is a success */
  assertSuccess(title: string, result: CallResult): void {
    if (result.response.ok) return;
    throw refusalOf(this.#context, title, result.response, result.error);
  }
}

// The emulator inside the CLI only looks at the path.
function baseUrlOf(endpoint: string): string {
  if (endpoint === 'embedded') return 'http://localhost';
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') {
    return endpoint;
  }
  throw new HelixError(
    'config',
    'The Helix Cloud endpoint is not an http or https URL without a user name.',
    {
      hint: 'Check [helix_cloud] endpoint in helix.toml, and HELIX_CLOUD_URL.',
    },
  );
}

async function assertReadable(
  context: RefusalContext,
  request: Request,
  response: Response,
  form: Form,
): Promise<void> {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (!response.ok || FORMS[form].test(type)) return;
  const title = `${request.method} ${new URL(request.url).pathname}`;
  const text = response.body === null || FORMS.stream.test(type) ? '' : await response.text();
  throw notTheApi(context, title, response, text);
}
