import { createHash } from 'node:crypto';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import { printable } from '../../../values/printable';
import { readBytesAtMost } from '../../host/read-at-most';
import { connectionFailure } from '../../http/connection-failure';
import type { Fetch } from '../../http/node-fetch';
import { Retries } from '../../http/retries';
import type { Outcome } from '../../http/retries';
import { isTransientStatus } from '../../http/retry-policy';
import type { RetryPolicy } from '../../http/retry-policy';

/** The limits of one request to a registry. A registry that is down is known in seconds. */
export const REGISTRY_RETRY: RetryPolicy = {
  attempts: 5,
  totalMs: 60_000,
  baseMs: 250,
  capMs: 5000,
  timeoutMs: 30_000,
};

/** No manifest and no configuration of an image is larger: registries refuse manifests above 4 MiB. */
const LARGEST_ANSWER = 8 * 1024 * 1024;

/** The connections of a client of registries. */
export interface Wire {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly retry?: Partial<RetryPolicy>;
  readonly signal?: AbortSignal;
}

/** One request, without its credentials. */
export interface Exchange {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** An answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/**
 * Sends a request until an answer comes, within the limits of the policy. `urlOf` is asked before each attempt, and `mask`
 * takes the secrets out of what is said about failures.
 * @throws HelixError `unreachable` or `cancelled`
 */
export async function exchange(
  wire: Wire,
  title: { readonly endpoint: string; readonly request: string },
  urlOf: () => Promise<string>,
  { method, headers, body }: Exchange,
  mask: (text: string) => string,
): Promise<Answer> {
  const { fetch, clock, random, signal } = wire;
  const policy = { ...REGISTRY_RETRY, ...wire.retry };
  const retries = new Retries({ endpoint: title.endpoint, clock, random, policy });
  return retries.run(title.request, signal === undefined ? {} : { signal }, async () => {
    const timeout = AbortSignal.timeout(policy.timeoutMs);
    const limits = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
    try {
      const init = {
        method,
        headers,
        signal: limits,
        ...(body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)) }),
      };
      const response = await fetch(new Request(await urlOf(), init));
      return await readOutcome(response, mask);
    } catch (error) {
      if (error instanceof HelixError) throw error;
      if (timeout.aborted) return broken(`no complete answer within ${policy.timeoutMs / 1000} s`, true);
      const failure = connectionFailure(error);
      return { ...broken(mask(failure.message), failure.transient), hint: failure.hint ?? REACH };
    }
  });
}

const REACH = 'Check the name and the port of the registry, and that it runs and can be reached from here.';

async function readOutcome(response: Response, mask: (text: string) => string): Promise<Outcome<Answer>> {
  const { status, headers } = response;
  const bytes =
    response.body === null ? Buffer.alloc(0) : await readBytesAtMost(response.body, LARGEST_ANSWER);
  if (bytes === null) return broken(`the answer (${status}) is longer than any manifest`, false);
  const answer = { status, headers, bytes };
  if (!isTransientStatus(status)) return { type: 'answer', value: answer };
  const retryAfter = headers.get('retry-after');
  const message = mask(`it answered ${status}${reasonText(answer)}`);
  return { ...broken(message, true), status, hint: null, retryAfter };
}

function broken(message: string, again: boolean) {
  return { type: 'broken' as const, status: null, message, hint: REACH, retryAfter: null, again };
}

/** Returns what a registry says about a refusal, behind a colon; empty without a word that can be read. */
export function reasonText({ bytes }: Answer): string {
  const reason = reasonIn(bytes.toString('utf8'));
  return reason === null ? '' : `: ${printable(reason).slice(0, 500)}`;
}

/** Reads the codes and messages of a registry's errors, or the plain text of a token service. */
function reasonIn(text: string): string | null {
  try {
    const json = JSON.parse(text) as { errors?: unknown; details?: unknown; message?: unknown };
    if (Array.isArray(json.errors)) {
      const said = (json.errors as readonly { code?: unknown; message?: unknown }[])
        .map(({ code, message }) => [code, message].filter((one) => typeof one === 'string' && one !== ''))
        .map((words) => words.join(': '));
      return said.length === 0 ? null : said.join('; ');
    }
    const plain = json.details ?? json.message;
    return typeof plain === 'string' ? plain : null;
  } catch {
    return null;
  }
}

/** Returns the digest of bytes, in the words of registries. */
export function digestOfBytes(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
