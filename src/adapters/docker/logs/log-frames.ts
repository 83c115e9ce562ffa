/** One piece of a container's output. */
export interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly payload: Buffer;
}

const HEADER_BYTES = 8;

/**
 * Takes apart the output of a container without a terminal: frames of a header (the stream, the length) and a payload.
 * Chunks may end anywhere.
 */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame, void, undefined> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < HEADER_BYTES) break;
      const end = HEADER_BYTES + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { stream: rest[0] === 2 ? 'stderr' : 'stdout', payload: rest.subarray(HEADER_BYTES, end) };
      rest = rest.subarray(end);
    }
  }
}

/** The output of a container with a terminal: all of it is one stream without frames. */
export async function* readPlain(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame, void, undefined> {
  for await (const payload of chunks) yield { stream: 'stdout', payload };
}
