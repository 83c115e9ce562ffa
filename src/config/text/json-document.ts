import type { Problem } from '../../errors';
import type { TomlDocument } from './document';
import { Places } from './places';
import type { Part } from './places';
import { problem } from '../validation/problems';
import { hasConflict } from './source-text';
import type { SourceText } from './source-text';
import type { Span } from './statements';
import type { TomlPath } from './table-headers';

/** Parses JSON whose root is an object. A syntax error is one problem at its place, without a document. */
export function parseJson(source: SourceText): { document: TomlDocument | null; problems: Problem[] } {
  const places = new Places(source);
  const scanner = new Scanner(source.text);
  try {
    const data = scanner.document();
    const document: TomlDocument = {
      source,
      data,
      place: (path, part) => places.span(scanner.spanOf(path, part)),
      sourceOf: (path, part) => places.sourceOfSpan(scanner.spanOf(path, part)),
    };
    return { document, problems: [] };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const place = places.span({ start: error.offset, end: error.offset + 1 });
    const message = `This is not valid JSON: ${error.message}.`;
    const hint = hasConflict(source)
      ? `It holds the markers of a merge conflict: take one side with \`git checkout --ours ${source.file}\` or \`--theirs\`, and then run \`helix cloud regions --update\`.`
      : undefined;
    return { document: null, problems: [problem('error', { code: 'json-syntax', message, hint, place })] };
  }
}

class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
const DEEPEST = 100;

/** A parser that remembers places, which JSON.parse does not report. It accepts the same language. */
class Scanner {
  readonly #text: string;

  #at = 0;
  readonly #spans = new Map<string, Readonly<Record<'key' | 'value', Span>>>();

  constructor(text: string) {
    this.#text = text;

    if (text.startsWith('\uFEFF')) this.#at = 1;
  }

  document(): Readonly<Record<string, unknown>> {
    this.#match(SPACE);
    if (this.#text[this.#at] !== '{') this.#fail('it must begin with `{`');
    const data = this.#object([]);
    this.#match(SPACE);
    if (this.#at < this.#text.length) this.#fail('text follows its end');
    return data;
  }

  /** Returns the span of a path, or of the nearest value around it that is in the text. */
  spanOf(path: TomlPath, part: Part): Span {
    const spans = this.#spans.get(JSON.stringify(path));
    if (spans) return spans[part === 'value' ? 'value' : 'key'];
    return path.length === 0 ? { start: 0, end: 1 } : this.spanOf(path.slice(0, -1), 'table');
  }

  #value(path: TomlPath): unknown {
    const next = this.#text[this.#at];
    if (next === '{' || next === '[') {
      if (path.length > DEEPEST) this.#fail('it is nested too deeply');
      return next === '{' ? this.#object(path) : this.#array(path);
    }
    return JSON.parse(
      next === '"' ? this.#string() : (this.#match(SCALAR) ?? this.#fail('a value is missing')),
    );
  }

  #object(path: TomlPath): Record<string, unknown> {
    const members: [string, unknown][] = [];
    this.#items('}', () => {
      const start = this.#at;
      const name = JSON.parse(this.#string()) as string;
      const key = { start, end: this.#at };
      const at = [...path, name];
      if (this.#spans.has(JSON.stringify(at)))
        this.#fail(`the key ${JSON.stringify(name)} is written twice`, start);
      this.#match(SPACE);
      if (this.#text[this.#at] !== ':') this.#fail('`:` is missing');
      this.#at += 1;
      this.#match(SPACE);
      members.push([name, this.#remembered(at, key)]);
    });
    return Object.fromEntries(members);
  }

  #array(path: TomlPath): unknown[] {
    const items: unknown[] = [];
    this.#items(']', () => items.push(this.#remembered([...path, items.length], null)));
    return items;
  }

  #remembered(path: TomlPath, key: Span | null): unknown {
    const start = this.#at;
    const value = this.#value(path);
    const span = { start, end: this.#at };
    this.#spans.set(JSON.stringify(path), { key: key ?? span, value: span });
    return value;
  }

  #items(close: string, item: () => void): void {
    this.#at += 1;
    this.#match(SPACE);
    if (this.#text[this.#at] === close) {
      this.#at += 1;
      return;
    }
    for (;;) {
      item();
      this.#match(SPACE);
      const next = this.#text[this.#at];
      if (next !== ',' && next !== close) this.#fail(`\`,\` or \`${close}\` is missing`);
      this.#at += 1;
      if (next === close) return;
      this.#match(SPACE);
    }
  }

  #string(): string {
    return this.#match(STRING) ?? this.#fail('a string in double quotes is missing');
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #fail(message: string, offset = this.#at): never {
    throw new JsonSyntaxError(offset >= this.#text.length ? 'it ends too early' : message, offset);
  }
}
