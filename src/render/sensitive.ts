import type { Json } from '../values/json';

/** Whether a value is the fingerprint that stands for a secret: `secret:` and eight hex digits. */
export function isSensitive(value: Json | undefined): boolean {
  return typeof value === 'string' && /^secret:[0-9a-f]{8}$/.test(value);
}
