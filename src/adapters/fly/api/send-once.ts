import { LARGEST } from '../../../values/sizes';
import { readBytesAtMost } from '../../host/read-at-most';
import { connectionFailure } from '../../http/connection-failure';
import { maskedJson } from '../../http/mask';
import type { Fetch } from '../../http/node-fetch';
import type { Broken, Outcome } from '../../http/retries';
import { isTransientStatus } from '../../http/retry-policy';
import type { SentSecrets } from '../../http/sent-secrets';

/** An answer, read whole. */
export interface Answer {
  readonly status: number;
  /** Without the secrets that were sent. */
  readonly text: string;
  readonly headers: Headers;
}

/**
 * The nature of a call: it comes to the same when it is done twice, it makes something each time, or it waits and answers
 * 408 when that was not long enough.
 */
export type Nature = 'repeatable' | 'making' | 'waiting';

/**
 * Sends a request once, and reads the answer whole. A request that must not be sent twice is sent again only where nothing
 * was done: after a 429, and where nothing listens.
 */
export async function sendOnce(
  request: Request,
  {
    fetch,
    secrets,
    nature,
  }: { readonly fetch: Fetch; readonly secrets: SentSecrets; readonly nature: Nature },
): Promise<Outcome<Answer>> {
  const mayRepeat = nature !== 'making';
  try {
    const { status, statusText, headers, body } = await fetch(request);
    const bytes = body === null ? new Uint8Array() : await readBytesAtMost(body, LARGEST.answer);
    if (bytes === null) return broken(status, 'the answer is too long', false);
    const text = maskedJson(new TextDecoder().decode(bytes), secrets.inData);
    const isAnswer = !isTransientStatus(status) || (nature === 'waiting' && status === 408);
    if (isAnswer) return { type: 'answer', value: { status, text, headers } };
    const message = `${status} ${statusText}`.trim();
    const isRefused = status === 429;
    return {
      ...broken(status, message, isRefused || mayRepeat),
      // Fly promises no Retry-After: a machine takes one request a second.
      retryAfter: headers.get('retry-after') ?? (isRefused ? '1' : null),
    };
  } catch (error) {
    const { kind, message, hint, transient } = connectionFailure(error);
    const wasNotSent = kind === 'nothing-listens' || kind === 'unknown-host' || kind === 'name-server';
    return { ...broken(null, message, transient && (mayRepeat || wasNotSent)), hint: hint ?? CHECK };
  }
}

const CHECK = 'Check the network, and FLY_API_HOSTNAME if it is set.';

function broken(status: number | null, message: string, again: boolean): Broken {
  return { type: 'broken', status, message, hint: null, retryAfter: null, again };
}
