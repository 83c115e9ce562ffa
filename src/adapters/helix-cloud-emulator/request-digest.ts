import { digestOf } from '../../values/digest';
import type { Json } from '../../values/json';

/**
 * Returns the digest that tells two requests with one key apart. The key, which is different each time, is hashed too, so
 * that values of environment variables cannot be guessed from the log.
 */
export function requestDigest(key: string, request: { readonly [part: string]: unknown }): string {
  return digestOf({ key, request: JSON.parse(JSON.stringify(request)) as Json });
}
