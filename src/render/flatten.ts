import type { Json, JsonObject } from '../values/json';
import { isUnknown } from '../values/unknown';

/** Returns the leaves of a value by dotted path, in the order of the value. Arrays, empty objects and unknowns are leaves. */
export function leavesOf(values: JsonObject, prefix = ''): readonly (readonly [path: string, leaf: Json])[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    return isBranch(value) ? leavesOf(value, `${path}.`) : [[path, value] as const];
  });
}

function isBranch(value: Json): value is JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || isUnknown(value)) return false;
  return Object.keys(value).length > 0;
}
