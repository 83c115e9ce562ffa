import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { HelixError } from '../../../errors';
import { isSealed, plainCodec, SEAL } from '../../../state/stored/codec';
import type { StateCodec } from '../../../state/stored/codec';
import type { Key } from './key';

const NONCE = 12;
const TAG = 16;
/** The length from which texts are compressed. For shorter ones it would cost more time than it saves. */
const COMPRESS_FROM = 4096;

/**
 * Returns a codec that encrypts with the first key (null: writes plain texts) and decrypts texts of any of the keys.
 *
 * One text is one line: `helix-sealed/1 KEY-ID METHOD BASE64`, where METHOD is `deflate` or `none` and the base64 is nonce,
 * ciphertext and tag of AES-256-GCM. The header before the base64 is authenticated too.
 */
export function sealedCodec(first: Key | null, others: readonly Key[]): StateCodec {
  const keys = new Map([...others, ...(first === null ? [] : [first])].map((key) => [key.id, key]));
  return {
    encode: (text) => (first === null ? plainCodec.encode(text) : sealed(text, first)),
    decode: (bytes, where) =>
      isSealed(bytes) ? opened(bytes, keys, where) : plainCodec.decode(bytes, where),
    isOwn: (bytes) => (first === null ? plainCodec.isOwn(bytes) : keyIdOf(bytes) === first.id),
  };
}

function sealed(text: string, key: Key): Uint8Array {
  const isLong = text.length >= COMPRESS_FROM;
  const header = `${SEAL}${key.id} ${isLong ? 'deflate' : 'none'} `;
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(header));
  const content = isLong ? deflateSync(text, { level: 1 }) : Buffer.from(text);
  const body = Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  return Buffer.from(header + body.toString('base64'));
}

/** Returns the id of the key that encrypted a text, or undefined for a plain one. */
function keyIdOf(bytes: Uint8Array): string | undefined {
  return isSealed(bytes)
    ? Buffer.from(bytes.subarray(SEAL.length, SEAL.length + 100))
        .toString('latin1')
        .split(' ')[0]
    : undefined;
}

function opened(bytes: Uint8Array, keys: ReadonlyMap<string, Key>, where: string): string {
  const line = Buffer.from(bytes).toString('latin1').trimEnd();
  const [, header = '', id = '', method = '', base64 = ''] =
    /^(helix-sealed\/1 ([0-9a-f]+) (deflate|none) )([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
  if (header === '') throw damaged(where);
  const key = keys.get(id);
  if (key === undefined) {
    throw new HelixError('auth', `${where} is encrypted with another key (its id is ${id}).`, {
      hint: `The configured keys have the ids ${[...keys.keys()].join(', ')}. Name the right key as \`key\` or \`previous_key\` of \`[state] encryption\`.`,
    });
  }
  const body = Buffer.from(base64, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, body.subarray(0, NONCE))
      .setAAD(Buffer.from(header))
      .setAuthTag(body.subarray(-TAG));
    const content = Buffer.concat([decipher.update(body.subarray(NONCE, -TAG)), decipher.final()]);
    return (method === 'deflate' ? inflateSync(content) : content).toString('utf8');
  } catch (cause) {
    throw damaged(where, cause);
  }
}

function damaged(where: string, cause?: unknown): HelixError {
  return new HelixError('config', `${where} is damaged: it cannot be decrypted.`, {
    hint: 'Nothing was changed. Restore it from a copy.',
    cause,
  });
}
