import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';

/** The name of the Dockerfile that is sent beside the context. */
export const SENT_DOCKERFILE = '.helix.dockerfile';

/** The two empty blocks at the end of an archive. */
const END_BYTES = 1024;

/**
 * Returns the build context with a Dockerfile of another text in front. The engine takes it out again before it builds,
 * as the ignore file tells it, so that no `COPY` sees either of them.
 */
export function buildArchive(context: AsyncIterable<Uint8Array>, dockerfile: string): Readable {
  return Readable.from(readJoined(context, dockerfile), { objectMode: false });
}

async function* readJoined(
  context: AsyncIterable<Uint8Array>,
  dockerfile: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const front = pack();
  front.entry({ name: '.dockerignore' }, `.dockerignore\n${SENT_DOCKERFILE}\n`);
  front.entry({ name: SENT_DOCKERFILE }, dockerfile);
  front.finalize();
  const bytes = await buffer(front);
  yield bytes.subarray(0, -END_BYTES);
  yield* context;
}
