import type { JsonObject } from '../../../../src/values/json';

/** The text at a key of an object that came as JSON; without one: the fallback. */
export function textAt(object: JsonObject, key: string, fallback = ''): string {
  const value = object[key];
  return typeof value === 'string' ? value : fallback;
}
