import { createHash, hash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';

/** The digest of a file's content, and whether it is a script, and how its first line ends. */
export interface HashedContent {
  readonly sha256: string;
  readonly script: 'no' | 'lf' | 'crlf';
}

/** The largest file that is read at once. */
export const READ_AT_ONCE = 4 * 1024 * 1024;

/** Hashes a file. Small ones are read at once, because that takes a tenth of the time of a stream. */
export async function hashFile(path: string, size: number): Promise<HashedContent> {
  if (size <= READ_AT_ONCE) return hashBytes(readFileSync(path));
  const sha256 = createHash('sha256');
  let script: HashedContent['script'] | null = null;
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    script ??= scriptIn(piece);
    sha256.update(piece);
  }
  return { sha256: sha256.digest('hex'), script: script ?? 'no' };
}

/** Hashes the whole content of a file. */
export function hashBytes(bytes: Uint8Array): HashedContent {
  return { sha256: hash('sha256', bytes), script: scriptIn(bytes) };
}

const [HASH, BANG, CR, LF] = [0x23, 0x21, 0x0d, 0x0a];

function scriptIn(start: Uint8Array): HashedContent['script'] {
  if (start[0] !== HASH || start[1] !== BANG) return 'no';
  const end = start.indexOf(LF);
  return end > 0 && start[end - 1] === CR ? 'crlf' : 'lf';
}
