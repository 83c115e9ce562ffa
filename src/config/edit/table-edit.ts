import { addTable, removeTable, setKey } from './edit';
import type { Edit } from './edit';
import { parseToml } from '../text/document';
import { isObject } from '../../values/is-object';
import type { SourceText } from '../text/source-text';
import type { TomlValue } from '../text/toml-text';

/** Keys to set in a table; null takes a key out. */
export type TableEdit = Readonly<Record<string, TomlValue | null>>;

/** Edits the table at `path` key by key, in place; where there is no such table, appends it with the keys that are set. */
export function editTable(source: SourceText, path: readonly string[], keys: TableEdit): Edit {
  const table = tableAt(source, path);
  if (table === null) {
    const set = Object.entries(keys).flatMap(([key, value]) =>
      value === null ? [] : [[key, value] as const],
    );
    return addTable(source, path, Object.fromEntries(set));
  }
  let edit: Edit = { text: source.text, problem: null };
  for (const [key, value] of Object.entries(keys)) {
    if (edit.text === null) return edit;
    const current = { ...source, text: edit.text };
    if (value !== null) edit = setKey(current, path, key, value);
    else if (Object.hasOwn(table, key)) edit = removeTable(current, [...path, key]);
  }
  return edit;
}

function tableAt(source: SourceText, path: readonly string[]): object | null {
  let value: unknown = parseToml(source).document?.data ?? {};
  for (const part of path) value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return isObject(value) ? value : null;
}
