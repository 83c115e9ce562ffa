import { open } from 'node:fs/promises';
import { HelixError } from '../../errors';
import { sizeText } from '../../values/sizes';

const PIECE = 64 * 1024;
const LARGE_PIECE = 1024 * 1024;

/**
 * Reads a whole file. Pipes and devices have no size: they are read until they end or are too large.
 * @throws HelixError `config` when it is larger than `largest` bytes
 */
export async function readAtMost(path: string, largest: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > largest) throw tooLarge(path, largest);
    const highWaterMark = size > PIECE ? LARGE_PIECE : PIECE;
    const bytes = await readBytesAtMost(file.createReadStream({ highWaterMark, autoClose: false }), largest);
    if (bytes === null) throw tooLarge(path, largest);
    return bytes;
  } finally {
    await file.close();
  }
}

/** Reads a whole text file as UTF-8. @throws HelixError `config` when it is larger than `largest` bytes */
export async function readTextAtMost(path: string, largest: number): Promise<string> {
  return (await readAtMost(path, largest)).toString('utf8');
}

/** Reads a stream to its end; returns null as soon as it exceeds `largest` bytes. */
export async function readBytesAtMost(
  stream: AsyncIterable<Uint8Array>,
  largest: number,
): Promise<Buffer | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    length += piece.length;
    if (length > largest) return null;
  }
  return Buffer.concat(pieces, length);
}

/** Returns the error for a file or a response that is larger than `largest` bytes. `name` names it. */
export function tooLarge(name: string, largest: number): HelixError {
  return new HelixError('config', `${name} is larger than ${sizeText(largest)}, the most that Helix reads.`, {
    hint: 'Check that it is the right file and is not damaged.',
  });
}
