import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { StateCodec } from '../../state/codec';
import { decodeSnapshot, encodeSnapshot } from '../../state/format';
import type { Snapshot } from '../../state/snapshot';

const packed = promisify(gzip);
const unpacked = promisify(gunzip);
const GZIP = 0x1f;
const BRACE = 0x7b;

/** The bytes of a snapshot as they are stored. What the codec left readable is compressed; what it encrypted would only grow. */
export async function encodeBody(snapshot: Snapshot, codec: StateCodec): Promise<Uint8Array> {
  const bytes = codec.encode(encodeSnapshot(snapshot));
  return bytes[0] === BRACE ? packed(bytes, { level: 1 }) : bytes;
}

/**
 * Reads a snapshot back. `where` names it in errors.
 * @throws HelixError `config` when it is damaged, `auth` when its key is missing
 */
export async function decodeBody(bytes: Uint8Array, codec: StateCodec, where: string): Promise<Snapshot> {
  return decodeSnapshot(codec.decode(await plain(bytes), where), where);
}

// Bytes that cannot be unpacked are given on as they are: they are refused there, with the place.
async function plain(bytes: Uint8Array): Promise<Uint8Array> {
  return bytes[0] === GZIP ? unpacked(bytes).catch(() => bytes) : bytes;
}
