import { createHmac } from 'node:crypto';
import { HelixError } from '../../../errors';

/** A key of 32 bytes, and the name by which what it sealed is known. */
export interface Key {
  readonly bytes: Buffer;
  /** 16 hexadecimal digits, from which nothing of the key can be learned. */
  readonly id: string;
}

/**
 * The key in an environment variable: 32 bytes in base64 or hexadecimal.
 * @throws HelixError `auth` when there is none, or something else in its place; never with the value
 */
export function keyIn(variable: string, value: string | undefined): Key {
  if (value === undefined || value.trim() === '') {
    throw new HelixError('auth', `The state is encrypted with the key in ${variable}, which is not set.`, {
      hint: `Set ${variable} to the key: 32 bytes in base64 or hexadecimal.`,
    });
  }
  const bytes = bytesOf(value.trim());
  if (bytes === null) {
    throw new HelixError('auth', `${variable} holds no key: a key is 32 bytes in base64 or hexadecimal.`, {
      hint: '`openssl rand -base64 32` makes one. Keep it where the state is not.',
    });
  }
  const id = createHmac('sha256', bytes).update('helix state key id').digest('hex').slice(0, 16);
  return { bytes, id };
}

function bytesOf(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  // 43 digits are 32 bytes and two bits.
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return null;
}
