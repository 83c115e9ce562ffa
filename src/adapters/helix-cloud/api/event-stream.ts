import { createParser } from 'eventsource-parser';
import { connectionFailure } from '../../http/connection-failure';

/** One event of a `text/event-stream`; `data` is the parsed JSON. */
export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** A stream that ended in the middle: it says nothing about the outcome. */
export class StreamCut extends Error {}

/** The limits of the wait for a stream. Times are milliseconds. */
export interface StreamLimits {
  readonly idleMs: number | null;
  /** Returns the rest of the time for the whole operation, by the monotonic clock. */
  readonly remainingMs?: () => number;
  readonly signal: AbortSignal | undefined;
}

/** Far more than any one event of the API holds. */
const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/**
 * Yields the events of an answer, in order, until it ends. Leaving the loop early closes the connection.
 * `idleMs` limits the wait between two pieces, and `remainingMs` all waits together; null waits without a limit.
 * @throws StreamCut when the connection breaks, nothing comes for `idleMs`, or an event is not JSON
 */
export async function* readEvents(
  response: Response,
  limits: StreamLimits,
): AsyncGenerator<StreamEvent, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let ready: StreamEvent[] = [];
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent: ({ event, data }) => ready.push({ event: event ?? 'message', data: parsed(data) }),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw new StreamCut('an event is too long');
    },
  });
  try {
    for (;;) {
      const piece = await nextPiece(reader, limits);
      if (piece === null) return;
      parser.feed(decoder.decode(piece, { stream: true }));
      yield* ready;
      ready = [];
    }
  } finally {
    // The connection may be broken already; there is nothing more to save.
    reader.cancel().catch(() => undefined);
  }
}

async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limits: StreamLimits,
): Promise<Uint8Array | null> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    const { idleMs, remainingMs, signal } = limits;
    const leftMs = Math.max(0, remainingMs?.() ?? Infinity);
    if (leftMs < (idleMs ?? Infinity)) {
      timer = setTimeout(() => reject(new StreamCut('it did not end in time')), leftMs);
    } else if (idleMs !== null) {
      timer = setTimeout(() => reject(new StreamCut(`nothing came for ${idleMs / 1000} s`)), idleMs);
    }
    onAbort = () => reject(new StreamCut('cancelled'));
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    const { done, value } = await Promise.race([reader.read(), stopped]);
    return done ? null : value;
  } catch (error) {
    throw error instanceof StreamCut ? error : new StreamCut(connectionFailure(error).message);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) limits.signal?.removeEventListener('abort', onAbort);
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    throw new StreamCut('an event is not JSON');
  }
}
