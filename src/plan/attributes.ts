import { canonicalJson } from '../values/digest';
import type { Json, JsonObject } from '../values/json';
import { isObject } from '../values/is-object';

/** The objects that are compared and shown as one attribute: maps of file to digest. */
const WHOLE = new Set(['queries', 'context']);

/** An attribute that differs, by dotted path. */
export interface Difference {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Returns the attributes in which two inputs differ, in the order of their paths. */
export function differences(before: JsonObject, after: JsonObject): Difference[] {
  const found: Difference[] = [];
  collect(before, after, '', found);
  return found;
}

function collect(before: JsonObject, after: JsonObject, prefix: string, found: Difference[]): void {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  for (const key of keys) {
    const [old, wanted] = [before[key], after[key]];
    const path = prefix + key;
    if (isObject(old) && isObject(wanted) && !WHOLE.has(path)) collect(old, wanted, `${path}.`, found);
    else if (!isSame(old, wanted)) found.push({ path, before: old, after: wanted });
  }
}

/** Whether two values mean the same. A missing value means the same as null: nothing was asked for. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
