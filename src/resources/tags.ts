import type { JsonObject } from '../values/json';

/** The tag with the number of the blueprint that a machine runs. */
export const BLUEPRINT_TAG = 'helix-blueprint-id';

/** Returns tags as an input; nothing without any, so that a resource without tags has the digest that it always had. */
export function encodeTags(tags: Readonly<Record<string, string>>): JsonObject {
  return Object.keys(tags).length === 0 ? {} : { tags };
}
