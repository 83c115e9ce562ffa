/** A piece of the text: the offsets of its first character and just past its last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value as it is written: `members` are the pairs of an inline table, `items` the values of an array, else null. */
export interface WrittenValue extends Span {
  readonly members: readonly Member[] | null;
  readonly items: readonly WrittenValue[] | null;
}

/** `key = value`, in a table or in an inline table. `path` counts from the root of the document. */
export interface Member {
  readonly path: readonly string[];
  /** The key as it is written, dots included. */
  readonly key: Span;
  readonly value: WrittenValue;
}

/** One statement of a TOML document, with the whole lines that it occupies (including the last line end). */
export type Statement =
  | ({ readonly type: 'pair'; readonly lines: Span } & Member)
  | {
      /** `table` is `[a.b]`, `element` is `[[a.b]]`. */
      readonly type: 'table' | 'element';
      readonly path: readonly string[];
      /** The header with its brackets. */
      readonly key: Span;
      readonly lines: Span;
    };

/**
 * Returns the statements of a TOML text in their order, with their places; comments and blank lines are between them.
 * The TOML parser must accept the text: for any other the result is meaningless, but the scan always ends.
 */
export function statementsOf(text: string): readonly Statement[] {
  return new Scanner(text).document();
}

const BARE_KEY = /[A-Za-z0-9_-]/;
const BLANK = /[ \t]/;
const BLANK_OR_LINE_END = /[ \t\r\n]/;
const END_OF_SCALAR = /[,\]}#\r\n]/;

class Scanner {
  readonly #text: string;

  #at = 0;

  constructor(text: string) {
    this.#text = text;

    if (text.startsWith('\uFEFF')) this.#at = 1;
  }

  document(): Statement[] {
    const statements: Statement[] = [];
    let table: readonly string[] = [];
    while (this.#at < this.#text.length) {
      const lineStart = this.#at;
      this.#skip(BLANK);
      const next = this.#text[this.#at];
      if (next === undefined || next === '#' || next === '\n' || next === '\r') {
        this.#toNextLine();
      } else if (next === '[') {
        const header = this.#header();
        table = header.path;
        statements.push({ ...header, lines: this.#linesFrom(lineStart) });
      } else {
        statements.push({ type: 'pair', ...this.#member(table), lines: this.#linesFrom(lineStart) });
      }
    }
    return statements;
  }

  #header(): { type: 'table' | 'element'; path: readonly string[]; key: Span } {
    const start = this.#at;
    const brackets = this.#text.startsWith('[[', start) ? 2 : 1;
    this.#at += brackets;
    const path = this.#dottedKey();
    this.#skip(BLANK);
    this.#at += brackets;
    return { type: brackets === 2 ? 'element' : 'table', path, key: { start, end: this.#at } };
  }

  #member(table: readonly string[]): Member {
    const start = this.#at;
    const path = [...table, ...this.#dottedKey()];
    const key = { start, end: this.#at };
    this.#skip(BLANK);
    this.#at += 1;
    this.#skip(BLANK);
    return { path, key, value: this.#value(path) };
  }

  #dottedKey(): string[] {
    const parts: string[] = [];
    for (;;) {
      this.#skip(BLANK);
      parts.push(this.#simpleKey());
      const end = this.#at;
      this.#skip(BLANK);
      if (this.#text[this.#at] !== '.') {
        this.#at = end;
        return parts;
      }
      this.#at += 1;
    }
  }

  #simpleKey(): string {
    const start = this.#at;
    const quote = this.#text[start];
    if (quote === '"' || quote === "'") {
      this.#string();
      return unquoted(this.#text.slice(start, this.#at));
    }
    this.#skip(BARE_KEY);
    return this.#text.slice(start, this.#at);
  }

  #value(path: readonly string[]): WrittenValue {
    const start = this.#at;
    let members: Member[] | null = null;
    let items: WrittenValue[] | null = null;
    switch (this.#text.charAt(start)) {
      case '"':
      case "'":
        this.#string();
        break;
      case '[':
        items = this.#array(path);
        break;
      case '{':
        members = this.#inlineTable(path);
        break;
      default:
        this.#scalar();
    }
    return { start, end: this.#at, members, items };
  }

  #array(path: readonly string[]): WrittenValue[] {
    const items: WrittenValue[] = [];
    this.#at += 1;
    while (this.#toItem() && this.#text[this.#at] !== ']') items.push(this.#value(path));
    this.#at += 1;
    return items;
  }

  #inlineTable(path: readonly string[]): Member[] {
    const members: Member[] = [];
    this.#at += 1;
    while (this.#toItem() && this.#text[this.#at] !== '}') members.push(this.#member(path));
    this.#at += 1;
    return members;
  }

  /** Moves to the next item or closing bracket, over comments and commas. Returns false at the end of the text. */
  #toItem(): boolean {
    for (;;) {
      this.#skip(BLANK_OR_LINE_END);
      const next = this.#text[this.#at];
      if (next === '#') this.#toNextLine();
      else if (next === ',') this.#at += 1;
      else return next !== undefined;
    }
  }

  #scalar(): void {
    const start = this.#at;
    while (this.#at < this.#text.length && !END_OF_SCALAR.test(this.#text.charAt(this.#at))) this.#at += 1;
    const written = this.#text.slice(start, this.#at).trimEnd();
    // At least one character, so that an invalid text cannot stop the scanner.
    this.#at = start + Math.max(written.length, 1);
  }

  #string(): void {
    const quote = this.#text.charAt(this.#at);
    const triple = quote.repeat(3);
    const fence = this.#text.startsWith(triple, this.#at) ? triple : quote;
    this.#at += fence.length;
    while (this.#at < this.#text.length && !this.#text.startsWith(fence, this.#at)) {
      this.#at += quote === '"' && this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at += fence.length;
    // A multi-line string may end in one or two quotes of its own.
    for (let extra = 0; extra < 2 && fence === triple && this.#text[this.#at] === quote; extra += 1)
      this.#at += 1;
  }

  #linesFrom(start: number): Span {
    this.#toNextLine();
    return { start, end: this.#at };
  }

  #toNextLine(): void {
    const newline = this.#text.indexOf('\n', this.#at);
    this.#at = newline === -1 ? this.#text.length : newline + 1;
  }

  #skip(pattern: RegExp): void {
    while (this.#at < this.#text.length && pattern.test(this.#text.charAt(this.#at))) this.#at += 1;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
};

function unquoted(written: string): string {
  const inner = written.slice(1, -1);
  if (written.startsWith("'")) return inner;
  return inner.replace(
    /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g,
    (_, ...groups: (string | undefined)[]) => {
      const [x, u, long, letter] = groups;
      const code = x ?? u ?? long;
      if (code !== undefined) return String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
      return ESCAPES[letter ?? ''] ?? letter ?? '';
    },
  );
}
