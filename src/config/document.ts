import { parse, TomlError } from 'smol-toml';
import type { Problem } from '../errors';
import { Places, type Part, type Place } from './places';
import { problem } from './problems';
import type { SourceText } from './source-text';
import type { TomlPath } from './table-headers';

/** A parsed TOML file that can say where each of its keys stands. */
export interface TomlDocument {
  readonly source: SourceText;
  /** Keys are own properties, `__proto__` included. */
  readonly data: Readonly<Record<string, unknown>>;
  /**
   * Where `path` stands: its key, its value, or the header of the table that it is.
   * For what is not in the text (a missing key) it is the place of the nearest table around it.
   */
  place(path: TomlPath, part: Part): Place;
}

/** Parses TOML 1.0. A syntax error is one Problem, and then there is no document: nothing after it can be trusted. */
export function parseToml(source: SourceText): { document: TomlDocument | null; problems: Problem[] } {
  const places = new Places(source);
  try {
    const data = parse(source.text);
    return { document: { source, data, place: (path, part) => places.of(path, part) }, problems: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { document: null, problems: [syntaxProblem(source, places, error)] };
  }
}

function syntaxProblem({ text }: SourceText, places: Places, error: TomlError): Problem {
  // The parser's message goes on with a picture of the place; ours is drawn by whoever shows the Problem.
  const reason = (error.message.split('\n')[0] ?? '')
    .replace(/^Invalid TOML document: /, '')
    .replace(/\.$/, '');
  const start = offsetOf(text, error.line, error.column);
  const hint = hintFor(reason);
  return problem('error', {
    code: 'toml-syntax',
    message: `This is not valid TOML: ${reason}.`,
    ...(hint === undefined ? {} : { hint }),
    place: places.span({ start, end: start + 1 }),
  });
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

function hintFor(reason: string): string | undefined {
  if (/redefin|duplicate|already/i.test(reason))
    return 'Each key and each table may be written once: merge the two.';
  if (/invalid value|unknown value/i.test(reason)) return 'Text needs quotes: `key = "value"`.';
  return undefined;
}
