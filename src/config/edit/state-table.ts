import { isObject } from '../../values/is-object';
import { addTable, removeTable } from './edit';
import type { Edit } from './edit';
import { parseToml } from '../text/document';
import type { SourceText } from '../text/source-text';
import { KEYS_OF } from '../helix-toml/state-config';
import type { TomlValue } from '../text/toml-text';

/**
 * Returns the text with a `[state]` table for this backend. Keys of the old table that this backend has, and `encryption`,
 * stay; `values` take precedence.
 */
export function withStateTable(
  source: SourceText,
  backend: keyof typeof KEYS_OF,
  values: Readonly<Record<string, string>>,
): Edit {
  const { document, problems } = parseToml(source);
  if (document === null) {
    const [problem] = problems;
    if (problem === undefined) throw new Error('no document and no problem');
    return { text: null, problem };
  }
  const old = document.data['state'];
  const table: Record<string, TomlValue> = { backend };
  for (const key of [...KEYS_OF[backend], 'encryption']) {
    const value = values[key] ?? (isObject(old) ? (old[key] as TomlValue | undefined) : undefined);
    if (value !== undefined) table[key] = value;
  }
  if (old === undefined) return addTable(source, ['state'], table);
  const removed = removeTable(source, ['state']);
  return removed.text === null ? removed : addTable({ ...source, text: removed.text }, ['state'], table);
}
