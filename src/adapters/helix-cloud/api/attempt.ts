import { HelixError } from '../../../errors';
import { connectionFailure } from '../../http/connection-failure';
import type { ConnectionFailure, FailureKind } from '../../http/connection-failure';
import { masked, maskedJson, maskStream } from '../../http/mask';
import type { SentSecrets } from '../../http/sent-secrets';
import type { Broken, Outcome } from '../../http/retries';
import { isTransientStatus } from '../../http/retry-policy';
import { LARGEST, sizeText } from '../../../values/sizes';
import { readBytesAtMost } from '../../host/read-at-most';

const TIMED_OUT = Symbol('timed out');

/**
 * Sends a request once. A JSON answer is read whole here, so that one that breaks off counts as no answer;
 * an event stream is handed on unread. The signal ends both the wait for headers and the reading of the body.
 * Secrets that an answer repeats are masked in it.
 */
export async function attempt(
  send: (request: Request) => Promise<Response>,
  request: (signal: AbortSignal) => Request,
  limits: {
    readonly timeoutMs: number;
    readonly signal: AbortSignal | undefined;
    readonly secrets: SentSecrets;
  },
): Promise<Outcome<Response>> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(() => controller.abort(TIMED_OUT), limits.timeoutMs);
  limits.signal?.addEventListener('abort', stop, { once: true });
  try {
    const response = await unlessAborted(send(request(controller.signal)), controller.signal);
    if (response.ok && isEventStream(response)) {
      return { type: 'answer', value: withoutSecrets(response, limits.secrets.inData) };
    }
    const bytes =
      response.body === null
        ? new Uint8Array()
        : await unlessAborted(readBytesAtMost(response.body, LARGEST.answer), controller.signal);
    if (bytes === null) return tooLong(response);
    return judge(response, new TextDecoder().decode(bytes), limits.secrets);
  } catch (error) {
    if (error instanceof HelixError) throw error;
    if (controller.signal.reason === TIMED_OUT) {
      const hint = 'Check the network, and the status of the service.';
      return noAnswer(`no complete answer within ${limits.timeoutMs / 1000} s`, hint, true);
    }
    const failure = connectionFailure(error);
    return noAnswer(failure.message, hintFor(failure), failure.transient);
  } finally {
    clearTimeout(timer);
    limits.signal?.removeEventListener('abort', stop);
  }
}

/** An answer that is longer than any of the API: asking again would bring it again. */
function tooLong({ status }: Response): Broken {
  const message = `the answer (${status}) is longer than ${sizeText(LARGEST.answer)}`;
  const hint = 'Check the endpoint: Helix Cloud answers far less.';
  return { type: 'broken', status, message, hint, retryAfter: null, again: false };
}

function judge(response: Response, received: string, secrets: SentSecrets): Outcome<Response> {
  const text = maskedJson(received, secrets.inData);
  const { status, statusText, headers } = withoutSecrets(response, secrets.inData, null);
  const again = {
    type: 'broken',
    status,
    hint: null,
    retryAfter: headers.get('retry-after'),
    again: true,
  } as const;
  if (isTransientStatus(status)) {
    const said = errorMessageIn(text);
    const message = `${status} ${statusText}`.trim() + (said === null ? '' : `: ${said}`);
    return { ...again, message: secrets.maskMessage(message) };
  }
  if (!isComplete(headers, text)) return { ...again, message: `the answer (${status}) broke off` };
  const whole = new Response(text === '' ? null : text, { status, statusText, headers });
  return { type: 'answer', value: whole };
}

/** Returns the answer with another body, by default its own, and without the secrets in its headers and body. */
function withoutSecrets(
  { status, statusText, headers, body: own }: Response,
  secrets: readonly string[],
  body: ReadableStream<Uint8Array> | null = own,
): Response {
  if (secrets.length === 0) return new Response(body, { status, statusText, headers });
  const safe = [...headers].map(([name, value]): [string, string] => [name, masked(value, secrets)]);
  return new Response(body?.pipeThrough(maskStream(secrets)) ?? null, {
    status,
    statusText: masked(statusText, secrets),
    headers: safe,
  });
}

const GENERAL =
  'Check the network and the endpoint: [helix_cloud] endpoint in helix.toml, or HELIX_CLOUD_URL.';

const HINTS: Partial<Record<FailureKind, string>> = {
  'unknown-host': 'No such host is known: check the spelling of the endpoint, and the name server.',
  'name-server': 'The name server does not answer: check the network.',
  'nothing-listens':
    'Nothing listens there: check the port, and whether `helix cloud serve` runs if it is the emulator.',
};

function hintFor({ kind, hint }: ConnectionFailure): string {
  return hint ?? HINTS[kind] ?? GENERAL;
}

function noAnswer(message: string, hint: string, again: boolean): Broken {
  return { type: 'broken', status: null, message, hint, retryAfter: null, again };
}

function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** True unless the text claims to be JSON, or lines of JSON, and is not. */
function isComplete(headers: Headers, text: string): boolean {
  const type = headers.get('content-type') ?? '';
  if (text === '') return true;
  if (/^application\/([\w.-]+\+)?json\b/.test(type)) return isJson(text);
  if (!type.startsWith('application/x-ndjson')) return true;
  return text.split('\n').every((line) => line.trim() === '' || isJson(line));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function errorMessageIn(text: string): string | null {
  if (!isJson(text)) return null;
  const body = JSON.parse(text) as { error?: { message?: unknown } | null } | null;
  const message = body?.error?.message;
  return typeof message === 'string' ? message : null;
}

// A `fetch` that is not the platform's (the embedded emulator, a test) may not look at the signal.
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(new Error('aborted'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject);
  });
}
