import { isObject } from '../../values/is-object';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'smol-toml';
import type { Problem } from '../../errors';
import { tableLines, withKey, withTable } from './key-setting';
import type { SourceText } from '../text/source-text';
import { statementsOf } from '../text/statements';
import { isAtOrBelow, withoutTable } from './table-removal';
import { tomlPair, tomlPath } from '../text/toml-text';
import type { TomlValue } from '../text/toml-text';

/** An edited text, or the reason why Helix cannot edit the file and what the user can do by hand. */
export type Edit =
  | { readonly text: string; readonly problem: null }
  | { readonly text: null; readonly problem: Problem };

/**
 * Appends `[path]` with its keys. Like every edit here, it keeps every other byte, and the result is parsed again: an edit
 * that does not mean exactly the intended change is not made.
 */
export function addTable(
  source: SourceText,
  path: readonly string[],
  values: Readonly<Record<string, TomlValue>>,
): Edit {
  const name = tomlPath(path);
  const intended = read(source.text);
  if (intended && valueAt(intended, path) !== undefined) {
    const [line] = linesAbout(source.text, path);
    return refused(
      source,
      'already-declared',
      `\`${name}\` is already declared`,
      'Choose another name.',
      line,
    );
  }
  return checked(
    source,
    withTable(source.text, path, values),
    intended && put(intended, path, { ...values }),
    `Add these lines by hand:\n${tableLines(path, values).join('\n')}`,
  );
}

/** Removes the table at `path`, its sub-tables and the comment lines directly above them, in any notation. */
export function removeTable(source: SourceText, path: readonly string[]): Edit {
  const name = tomlPath(path);
  const intended = read(source.text);
  if (intended && valueAt(intended, path) === undefined) {
    return refused(
      source,
      'not-declared',
      `\`${name}\` is not in ${source.file}`,
      'There is nothing to remove.',
    );
  }
  const lines = linesAbout(source.text, path);
  return checked(
    source,
    withoutTable(source.text, path),
    intended && take(intended, path),
    `Remove \`${name}\` by hand: it is on ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}.`,
    (data) => withoutEmptyParents(data, path),
  );
}

/** Sets a key of a table: in place if it exists, else as the table's last key, else in a new table. */
export function setKey(source: SourceText, table: readonly string[], key: string, value: TomlValue): Edit {
  const intended = read(source.text);
  const path = [...table, key];
  const old = intended && valueAt(intended, path);
  // An equal value may span several lines with comments.
  if (isDeepStrictEqual(old, plain(value))) return { text: source.text, problem: null };
  return checked(
    source,
    withKey(source.text, table, key, value),
    intended && put(intended, path, value),
    `Set it by hand:\n[${tomlPath(table)}]\n${tomlPair(key, value)}`,
  );
}

type Data = Record<string, unknown>;

function checked(
  source: SourceText,
  text: string,
  intended: Data | null,
  byHand: string,
  normal: (data: Data) => Data = (data) => data,
): Edit {
  if (!intended) {
    return refused(
      source,
      'bad-toml',
      `${source.file} is not valid TOML`,
      'Run `helix validate` to see where.',
    );
  }
  const data = read(text);
  if (data && isDeepStrictEqual(plain(normal(data)), plain(normal(intended)))) return { text, problem: null };
  const message = `${source.file} is written in a way that Helix cannot edit safely`;
  return refused(source, 'cannot-edit', message, byHand);
}

function refused(source: SourceText, code: string, message: string, hint: string, line = 1): Edit {
  const place = { file: source.file, line, column: 1 };
  return { text: null, problem: { severity: 'error', code, message: `${message}.`, hint, place } };
}

function read(text: string): Data | null {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' });
  } catch {
    return null;
  }
}

/** Returns a value without the prototypes by which a parsed table differs from a literal one; dates stay dates. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

function valueAt(data: Data, path: readonly string[]): unknown {
  let value: unknown = data;
  for (const part of path) value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
}

function put(data: Data, path: readonly string[], value: unknown): Data {
  const [part, ...rest] = path;
  if (part === undefined) return data;
  const inner = valueAt(data, [part]);
  return { ...data, [part]: rest.length === 0 ? value : put(isObject(inner) ? inner : {}, rest, value) };
}

function take(data: Data, path: readonly string[]): Data {
  const [part, ...rest] = path;
  const inner = part === undefined ? undefined : valueAt(data, [part]);
  if (part === undefined || inner === undefined) return data;
  if (rest.length > 0 && isObject(inner)) return { ...data, [part]: take(inner, rest) };
  const { [part]: _, ...others } = data;
  return others;
}

/** Removes empty tables above the removed one, such as `[cloud]`, which mean nothing. */
function withoutEmptyParents(data: Data, path: readonly string[]): Data {
  let pruned = data;
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const parent = valueAt(pruned, path.slice(0, depth));
    if (isObject(parent) && Object.keys(parent).length === 0) pruned = take(pruned, path.slice(0, depth));
  }
  return pruned;
}

/** Returns the numbers of the lines on which statements of the table begin. */
function linesAbout(text: string, path: readonly string[]): number[] {
  return statementsOf(text)
    .filter(
      (statement) =>
        isAtOrBelow(statement.path, path) || (statement.type === 'pair' && isAtOrBelow(path, statement.path)),
    )
    .map((statement) => text.slice(0, statement.key.start).split('\n').length);
}
