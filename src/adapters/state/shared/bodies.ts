import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { StateCodec } from '../../../state/codec';
import { decodeSnapshot, encodeSnapshot } from '../../../state/format';
import type { Snapshot } from '../../../state/snapshot';
import type { StoredSnapshot } from '../../../state/state-chain';
import { LARGEST } from '../../../values/sizes';
import { tooLarge } from '../../host/read-at-most';

const packed = promisify(gzip);
const unpacked = promisify(gunzip);
const GZIP = 0x1f;
const BRACE = 0x7b;

/**
 * The text of a snapshot as it is stored, and how long it is. What the codec left readable is compressed; what it
 * encrypted would only grow.
 */
export async function encodeBody(
  snapshot: Snapshot,
  codec: StateCodec,
): Promise<{ readonly stored: Uint8Array; readonly bytes: number }> {
  const text = encodeSnapshot(snapshot);
  const bytes = codec.encode(text);
  const stored = bytes[0] === BRACE ? await packed(bytes, { level: 1 }) : bytes;
  return { stored, bytes: text.length };
}

/**
 * Reads a snapshot back. `where` names it in errors.
 * @throws HelixError `config` when it is damaged or too large, `auth` when its key is missing
 */
export async function decodeBody(
  stored: Uint8Array,
  codec: StateCodec,
  where: string,
): Promise<Omit<StoredSnapshot, 'name'>> {
  const bytes = await plain(stored, where);
  const text = codec.decode(bytes, where);
  return { snapshot: decodeSnapshot(text, where), bytes: text.length, isOwn: codec.isOwn(bytes) };
}

// Bytes that cannot be unpacked are given on as they are: they are refused there, with the place.
async function plain(bytes: Uint8Array, where: string): Promise<Uint8Array> {
  if (bytes[0] !== GZIP) return bytes;
  try {
    return await unpacked(bytes, { maxOutputLength: LARGEST.record });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(where, LARGEST.record);
    return bytes;
  }
}
