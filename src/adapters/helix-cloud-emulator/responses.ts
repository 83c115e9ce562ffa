import type { Reply, StreamEvent } from './world';

/** Returns the Fetch response for a reply. */
export function responseOf(reply: Reply, requestId: string, closing: AbortSignal): Response {
  const headers = { 'x-request-id': requestId };
  if ('json' in reply) return jsonResponse(reply.status, reply.json, headers);
  if ('ndjson' in reply) {
    const text = reply.ndjson.map((line) => `${JSON.stringify(line)}\n`).join('');
    return new Response(text, { headers: { ...headers, 'content-type': 'application/x-ndjson' } });
  }
  return new Response(eventBody(reply.events, closing), {
    headers: { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  });
}

export function jsonResponse(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>>,
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  });
}

/** Returns the same response with a body that stops half-way: half of a document, or of the first event. */
export async function tearResponse(response: Response): Promise<Response> {
  const { status, headers, body } = response;
  if (headers.get('content-type') !== 'text/event-stream' || body === null) {
    const text = await response.text();
    return new Response(text.slice(0, text.length / 2), { status, headers });
  }
  let chunks = 0;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      chunks += 1;
      controller.enqueue(chunks === 1 ? chunk : chunk.subarray(0, chunk.length / 2));
      if (chunks > 1) controller.terminate();
    },
  });
  return new Response(body.pipeThrough(cut), { status, headers });
}

function eventBody(
  events: (signal: AbortSignal) => AsyncIterable<StreamEvent>,
  closing: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const cancelled = new AbortController();
  const ended = AbortSignal.any([cancelled.signal, closing]);
  const iterator = events(ended)[Symbol.asyncIterator]();
  return new ReadableStream({
    start(controller) {
      // A comment at once, so that the caller has the headers before the first event.
      controller.enqueue(encoder.encode(':\n\n'));
    },
    async pull(controller) {
      let next: IteratorResult<StreamEvent, unknown>;
      try {
        next = await iterator.next();
      } catch (error) {
        if (!ended.aborted) throw error;
        // The reader has gone, or the emulator is closed: the stream is cut.
        next = { done: true, value: undefined };
      }
      if (next.done === true) {
        if (!cancelled.signal.aborted) controller.close();
        return;
      }
      const { event, data } = next.value;
      controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
    },
    cancel() {
      cancelled.abort();
    },
  });
}
