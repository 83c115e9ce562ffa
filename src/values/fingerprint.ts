import { createHash } from 'node:crypto';

/**
 * Returns eight hex digits that show whether a secret changed, without revealing it: part of a SHA-256 over name and value.
 * It is cut to 32 bits on purpose. A full hash in a plan or a state would let anybody confirm a guess at a weak secret;
 * with 32 bits many other guesses match too, so that a match proves little, while a change still shows.
 */
export function fingerprint(name: string, value: string): string {
  return createHash('sha256').update(`helix-fingerprint-1\0${name}\0${value}`).digest('hex').slice(0, 8);
}
