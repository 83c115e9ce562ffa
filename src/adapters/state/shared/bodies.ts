import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { StateCodec } from '../../../state/stored/codec';
import { decodeSnapshot, encodeSnapshot } from '../../../state/stored/format';
import type { Snapshot } from '../../../state/stored/snapshot';
import type { StoredSnapshot } from '../../../state/stored/state-chain';
import { LARGEST } from '../../../values/sizes';
import { tooLarge } from '../../host/read-at-most';

const pack = promisify(gzip);
const unpack = promisify(gunzip);
const GZIP = 0x1f;
const BRACE = 0x7b;

/**
 * Encodes a snapshot, and returns the stored bytes and the length of its text. Plain texts are compressed; encrypted ones
 * would only grow.
 */
export async function encodeBody(
  snapshot: Snapshot,
  codec: StateCodec,
): Promise<{ readonly stored: Uint8Array; readonly bytes: number }> {
  const text = encodeSnapshot(snapshot);
  const bytes = codec.encode(text);
  const stored = bytes[0] === BRACE ? await pack(bytes, { level: 1 }) : bytes;
  return { stored, bytes: text.length };
}

/**
 * Decodes a snapshot. `where` names it in errors.
 * @throws HelixError `config` when it is damaged or too large, `auth` when its key is missing
 */
export async function decodeBody(
  stored: Uint8Array,
  codec: StateCodec,
  where: string,
): Promise<Omit<StoredSnapshot, 'name'>> {
  const bytes = await unpackIfPacked(stored, where);
  const text = codec.decode(bytes, where);
  return { snapshot: decodeSnapshot(text, where), bytes: text.length, isOwn: codec.isOwn(bytes) };
}

// Bytes that cannot be unpacked are returned as they are: the codec refuses them, with their place.
async function unpackIfPacked(bytes: Uint8Array, where: string): Promise<Uint8Array> {
  if (bytes[0] !== GZIP) return bytes;
  try {
    return await unpack(bytes, { maxOutputLength: LARGEST.record });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(where, LARGEST.record);
    return bytes;
  }
}
