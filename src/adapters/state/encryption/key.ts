import { createHmac } from 'node:crypto';
import { HelixError } from '../../../errors';

/** A key of 32 bytes, and the id that marks the texts that it encrypted. */
export interface Key {
  readonly bytes: Buffer;
  /** 16 hexadecimal digits that reveal nothing about the key. */
  readonly id: string;
}

/**
 * Returns the key in an environment variable: 32 bytes in base64 or hexadecimal.
 * @throws HelixError `auth` for a missing or invalid key, without its value
 */
export function keyIn(variable: string, value: string | undefined): Key {
  if (value === undefined || value.trim() === '') {
    throw new HelixError('auth', `The state is encrypted with the key in ${variable}, which is not set.`, {
      hint: `Set ${variable} to the key: 32 bytes in base64 or hexadecimal.`,
    });
  }
  const bytes = bytesOf(value.trim());
  if (bytes === null) {
    throw new HelixError(
      'auth',
      `${variable} does not hold a valid key: a key is 32 bytes in base64 or hexadecimal.`,
      {
        hint: 'Create one with `openssl rand -base64 32`, and store it apart from the state.',
      },
    );
  }
  const id = createHmac('sha256', bytes).update('helix state key id').digest('hex').slice(0, 16);
  return { bytes, id };
}

function bytesOf(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  // 43 base64 digits hold 32 bytes and two spare bits.
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return null;
}
