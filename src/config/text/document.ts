import { parse, TomlError } from 'smol-toml';
import type { Problem } from '../../errors';
import type { SourceRef } from '../../values/resource';
import { Places } from './places';
import type { Part, Place } from './places';
import { problem } from '../validation/problems';
import { hasConflict } from './source-text';
import type { SourceText } from './source-text';
import { statementsOf } from './statements';
import { TableHeaders } from './table-headers';
import type { TomlPath } from './table-headers';

/** A parsed TOML file that knows the place of each of its keys. */
export interface TomlDocument {
  readonly source: SourceText;
  /** Keys are own properties, `__proto__` included. */
  readonly data: Readonly<Record<string, unknown>>;
  /**
   * Returns the place of `path`: of its key, its value, or the header of its table.
   * For a path that is not in the text (a missing key) it is the place of the nearest table around it.
   */
  place(path: TomlPath, part: Part): Place;
  /** Returns the file, line and column of the same place. */
  sourceOf(path: TomlPath, part: Part): SourceRef;
}

/** Parses TOML 1.0. A syntax error is one problem without a document: nothing after it can be trusted. */
export function parseToml(source: SourceText): { document: TomlDocument | null; problems: Problem[] } {
  const places = new Places(source);
  try {
    const data = parse(source.text);
    if (isDeeperThan(DEEPEST, data)) return { document: null, problems: [tooDeep(places)] };
    const document: TomlDocument = {
      source,
      data,
      place: (path, part) => places.of(path, part),
      sourceOf: (path, part) => places.source(path, part),
    };
    return { document, problems: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { document: null, problems: [syntaxProblem(source, places, error)] };
  }
}

/** The maximum depth of a document: far above that of any key of Helix, and safe for recursion. */
const DEEPEST = 100;

/** Whether tables are nested deeper than that. Stops early, because dotted keys may be arbitrarily deep. */
function isDeeperThan(deepest: number, data: object): boolean {
  // No key is inherited: the parser's tables have no prototype.
  for (const key in data) {
    const member = (data as Readonly<Record<string, unknown>>)[key];
    if (typeof member !== 'object' || member === null) continue;
    if (deepest === 0 || isDeeperThan(deepest - 1, member)) return true;
  }
  return false;
}

function tooDeep(places: Places): Problem {
  return problem('error', {
    code: 'toml-syntax',
    message: `Tables and lists are nested more than ${DEEPEST} deep.`,
    hint: 'No key of Helix is that deep: is a key repeated by accident?',
    place: places.span({ start: 0, end: 1 }),
  });
}

function syntaxProblem(source: SourceText, places: Places, error: TomlError): Problem {
  const { text } = source;
  // The parser's message continues with a picture of the place, which the renderer draws itself.
  const reason = (error.message.split('\n')[0] ?? '')
    .replace(/^Invalid TOML document: /, '')
    .replace(/\.$/, '');
  const start = offsetOf(text, error.line, error.column);
  const word = /[A-Za-z0-9_.-]*/y;
  word.lastIndex = start;
  const length = Math.max(1, word.exec(text)?.[0].length ?? 1);
  const first = reason.includes('redefine') ? firstTable(text, start, places) : undefined;
  return problem('error', {
    code: 'toml-syntax',
    message: `This is not valid TOML: ${reason}${first === undefined ? '' : `, first on line ${first}`}.`,
    hint: hasConflict(source) ? CONFLICT : HINTS.find(([words]) => words.test(reason))?.[1],
    place: places.span({ start, end: start + length }),
  });
}

const CONFLICT =
  'It holds the markers of a merge conflict: keep one of the two sides, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`.';

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/redefine/, 'Each key and each table may be written once: merge the two.'],
  [/invalid value|numeric/, 'A string needs quotes: `key = "value"`.'],
  [
    /in strings|unfinished string/,
    'Is the closing quote missing? Only a string in three quotes may contain line ends.',
  ],
  [/escape/, 'Write `\\\\` for a backslash, or use single quotes.'],
  [/comma|unfinished/, 'Is a comma or a closing bracket missing?'],
  [/end-of-line/, 'Write one `key = value` per line.'],
  [/\bkey\b/, 'A line is `key = value` or `[table]`: is an `=` or a `]` missing?'],
  [/leading zero/, 'Write numbers without leading zeros.'],
];

/** Returns the line of the table that the header at `offset` repeats. */
function firstTable(text: string, offset: number, places: Places): number | undefined {
  const lineStart = text.lastIndexOf('\n', offset) + 1;
  const [statement] = statementsOf(text.slice(lineStart, text.indexOf('\n', offset)));
  if (statement === undefined || statement.type === 'pair') return undefined;
  const first = new TableHeaders(text.slice(0, lineStart)).find(statement.path);
  return first && places.span(first.header).line;
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
