import type { SchemaKey } from '../../../src/config/validation/schema-keys';
import { tomlPath, tomlValue } from '../../../src/config/text/toml-text';
import type { TomlValue } from '../../../src/config/text/toml-text';

/** Texts that no setting expects: blanks, control characters, paths, options, code, other scripts, great length. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\n',
  'a\nb',
  'a\r\n',
  ' a ',
  '\u001b[31mred',
  '\u007f',
  '\u202etxt',
  '\u{1f980}é',
  '../../etc/passwd',
  '/',
  '--help',
  '-1',
  '0',
  '1e309',
  'a,b',
  'a:b',
  '%zz',
  '%00',
  '$(id)',
  '`id`',
  '"',
  "'",
  '{{x}}',
  '${x}',
  'http://',
  'https://[::1',
  'env:',
  'env:A B',
  '__proto__',
  'null',
  'x'.repeat(5000),
];

/** The same as TOML, and a NUL, which neither an argument nor a variable can hold. */
const TOML_TEXTS = [...HOSTILE_TEXTS, '\u0000', 'a\u0000b'].map(tomlValue);

/** Values of other kinds, and numbers at and beyond the edges. */
const OTHER_KINDS = [
  '7',
  '0',
  '-1',
  '1.5',
  '65536',
  '9007199254740993',
  '1e308',
  'inf',
  '-inf',
  'nan',
  'true',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  '[]',
  '[[]]',
  '[7]',
  '["a\\nb"]',
  '["\\u0000"]',
  '[""]',
  '{}',
  '{ a = "b\\nc" }',
  '{ "a\\nb" = "c" }',
  '{ "" = "c" }',
];

/** A TOML text in which one key of a schema has a hostile value, in a document that is valid otherwise. */
export interface HostileDocument {
  /** The key: `cloud.a.helix.size`. */
  readonly path: string;
  readonly key: string;
  readonly value: string;
  readonly text: string;
  /** The line of the value. */
  readonly line: number;
}

/** The name of each table that users name. */
const NAME = 'a';

/** The lines of the tables that a document with a key cannot do without, by the path of each table. */
type Head = (path: readonly string[]) => Readonly<Record<string, string>>;

/** Returns the hostile documents of every key of a schema. */
export function* hostileDocuments(keys: readonly SchemaKey[], head: Head): Generator<HostileDocument> {
  for (const { path } of keys) {
    for (const value of [...TOML_TEXTS, ...OTHER_KINDS]) yield hostileDocument(keys, head, path, value);
  }
}

function hostileDocument(
  keys: readonly SchemaKey[],
  head: Head,
  schemaPath: readonly string[],
  value: string,
): HostileDocument {
  const path = schemaPath.map((segment) => (segment === '*' ? NAME : segment));
  const key = path.at(-1) ?? '';
  const tables = new Map(Object.entries(head(path)).map(([table, text]) => [table, text.split('\n')]));
  for (let depth = 0; depth < schemaPath.length; depth += 1) {
    const table = tomlPath(path.slice(0, depth));
    const lines = tables.get(table) ?? [];
    const missing = requiredIn(keys, schemaPath.slice(0, depth)).filter(
      ([name]) => name !== path[depth] && !lines.some((line) => line.startsWith(`${name} =`)),
    );
    tables.set(table, [...lines, ...missing.map(([name, example]) => `${name} = ${tomlValue(example)}`)]);
  }
  const own = tomlPath(path.slice(0, -1));
  const beside = (tables.get(own) ?? []).filter((line) => !line.startsWith(`${key} =`));
  tables.set(own, [...beside, `${key} = ${value}`]);
  for (const table of tables.keys()) if (isAtOrBelow(table, tomlPath(path))) tables.delete(table);
  const ordered = [...tables].sort(([a], [b]) => Number(a !== '') - Number(b !== ''));
  const lines = ordered.flatMap(([table, rows]) => (table === '' ? rows : [`[${table}]`, ...rows]));
  return { path: path.join('.'), key, value, text: `${lines.join('\n')}\n`, line: lineOf(ordered, own) };
}

/** The required keys of a table, with their examples. */
function requiredIn(keys: readonly SchemaKey[], table: readonly string[]): [string, TomlValue][] {
  return keys.flatMap(({ path, required, examples }): [string, TomlValue][] => {
    const isIn = path.length === table.length + 1 && table.every((segment, index) => segment === path[index]);
    return isIn && required && examples[0] !== undefined
      ? [[path.at(-1) ?? '', examples[0] as TomlValue]]
      : [];
  });
}

function isAtOrBelow(table: string, path: string): boolean {
  return table === path || table.startsWith(`${path}.`);
}

/** The number of the last line of a table. */
function lineOf(tables: readonly (readonly [string, readonly string[]])[], own: string): number {
  let line = 0;
  for (const [table, rows] of tables) {
    line += rows.length + (table === '' ? 0 : 1);
    if (table === own) return line;
  }
  throw new Error(`there is no table ${own}`);
}
