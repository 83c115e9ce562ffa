import type { AttributeChange } from '../../plan/plan';
import type { Json, JsonObject } from '../../values/json';
import { isObject } from '../../values/is-object';

/** The attribute that holds a cluster's `.hx` files: path -> digest. It is shown by the count of its files. */
export const QUERIES = 'queries';

/** `12 files`; null where there are none. */
export function queriesText(values: JsonObject): string | null {
  const count = Object.keys(filesOf(values[QUERIES])).length;
  return count === 0 ? null : files(count);
}

/** Whether a changed attribute is the files, or one of them. */
export function isQueries({ path }: AttributeChange): boolean {
  return path === QUERIES || path.startsWith(`${QUERIES}.`);
}

/** `2 files changed`, `1 file changed, 1 added`; null when no file is different. */
export function queriesChangeText(before: JsonObject, after: JsonObject): string | null {
  const counts = new Map<string, number>();
  for (const { what } of queryChanges(before, after)) counts.set(what, (counts.get(what) ?? 0) + 1);
  const parts = ['changed', 'added', 'removed'].flatMap((what) => {
    const count = counts.get(what);
    return count === undefined ? [] : [{ what, count }];
  });
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  return [`${files(first.count)} ${first.what}`, ...rest.map(({ what, count }) => `${count} ${what}`)].join(
    ', ',
  );
}

/** A file that differs. */
export interface QueryChange {
  readonly file: string;
  readonly what: 'changed' | 'added' | 'removed';
}

/** Which files differ, by name. */
export function queryChanges(before: JsonObject, after: JsonObject): readonly QueryChange[] {
  const old = filesOf(before[QUERIES]);
  const now = filesOf(after[QUERIES]);
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names.flatMap((file): readonly QueryChange[] => {
    if (old[file] === now[file]) return [];
    if (old[file] === undefined) return [{ file, what: 'added' }];
    return [{ file, what: now[file] === undefined ? 'removed' : 'changed' }];
  });
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

function filesOf(queries: Json | undefined): JsonObject {
  return isObject(queries) ? queries : {};
}
