import type { TomlDocument } from '../text/document';
import type { ProblemList } from './problems';
import type { TomlPath } from '../text/table-headers';

/** A key that Helix reads but does not use. `path` is as in `SchemaKey`, or relative to a table. */
export interface UnusedKey {
  readonly path: readonly string[];
  readonly use: 'not-used' | 'not-enforced';
}

/** Returns those below a table, relative to it. */
export function unusedKeys(keys: readonly UnusedKey[], table: readonly string[]): UnusedKey[] {
  return keys.flatMap(({ path, use }) => {
    const below = path.length > table.length && table.every((segment, index) => segment === path[index]);
    return below ? [{ path: path.slice(table.length), use }] : [];
  });
}

/** Reports the unused keys of a table: "read, not used" as a note, and keys that a user would rely on as a warning. */
export function reportUnused(
  document: TomlDocument,
  path: TomlPath,
  table: unknown,
  unused: readonly UnusedKey[],
  problems: ProblemList,
): void {
  for (const key of unused) {
    if (!has(table, key.path)) continue;
    const name = [...path, ...key.path].join('.');
    const place = () => document.place([...path, ...key.path], 'key');
    if (key.use === 'not-used') {
      problems.note({ code: 'not-used', message: `\`${name}\` is read, not used.`, place });
    } else {
      problems.warning({
        code: 'not-enforced',
        message: `\`${name}\` is not enforced by this version.`,
        hint: 'Do not rely on it yet: check what a plan costs and contains.',
        place,
      });
    }
  }
}

function has(table: unknown, path: readonly string[]): boolean {
  let value = table;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}
