import { statementsOf } from './statements';
import type { Span } from './statements';
import { tomlKey } from './toml-text';

export type TomlPath = readonly (string | number)[];

/** A table header, `[a.b]` or one `[[a.b]]`, and the lines between it and the next header. */
export interface TableHeader {
  readonly header: Span;
  readonly section: Span;
}

/**
 * The table headers of a TOML text, by path. The scan reads only line starts, strings and brackets, so that a file of
 * 100,000 tables is indexed in the time of parsing a few hundred. The text must be valid TOML.
 */
export class TableHeaders {
  readonly #text: string;

  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #byPath = new Map<string, number>();
  /** The index of the newest element of each `[[array]]`. */
  readonly #newest = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;

    let at = text.startsWith('\uFEFF') ? 1 : 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === SPACE || code === TAB || code === NEWLINE || code === RETURN) at += 1;
      else if (code === HASH) at = lineEnd(text, at);
      else if (code === OPEN) at = this.#header(at);
      else at = pairEnd(text, at);
    }
  }

  /** Returns the table with exactly this path, or undefined when no header names it. The root is the empty path. */
  find(path: TomlPath): TableHeader | undefined {
    if (path.length === 0) {
      return {
        header: { start: 0, end: 0 },
        section: { start: 0, end: this.#starts[0] ?? this.#text.length },
      };
    }
    const index = this.#byPath.get(canonical(path));
    return index === undefined ? undefined : this.#at(index);
  }

  /** Returns the first header of a table below `path`: `[a.b]` also exists when only `[a.b.c]` is written. */
  firstBelow(path: TomlPath): TableHeader | undefined {
    const prefix = `${canonical(path)}.`;
    for (const [key, index] of this.#byPath) if (key.startsWith(prefix)) return this.#at(index);
    return undefined;
  }

  #at(index: number): TableHeader {
    const start = this.#starts[index] ?? 0;
    const end = this.#ends[index] ?? 0;
    return {
      header: { start, end },
      section: { start: end, end: this.#starts[index + 1] ?? this.#text.length },
    };
  }

  #header(start: number): number {
    const text = this.#text;
    const end = lineEnd(text, start);
    const element = text.charCodeAt(start + 1) === OPEN;
    const close = text.indexOf(element ? ']]' : ']', start);
    const inner = text.slice(start + (element ? 2 : 1), close);
    if (BARE_PATH.test(inner) && !element && this.#newest.size === 0) {
      this.#remember(inner, start, close + 1);
    } else {
      const [statement] = statementsOf(text.slice(start, end));
      const path = statement?.type === 'table' || statement?.type === 'element' ? statement.path : [];
      this.#remember(this.#resolved(path, element), start, start + (statement?.key.end ?? 0));
    }
    return end;
  }

  #remember(key: string, start: number, end: number): void {
    if (!this.#byPath.has(key)) this.#byPath.set(key, this.#starts.length);
    this.#starts.push(start);
    this.#ends.push(end);
  }

  /** Returns a header's path with the indices of the array elements around it. */
  #resolved(path: readonly string[], element: boolean): string {
    let key = '';
    path.forEach((segment, depth) => {
      key = key === '' ? tomlKey(segment) : `${key}.${tomlKey(segment)}`;
      if (element && depth === path.length - 1) this.#newest.set(key, (this.#newest.get(key) ?? -1) + 1);
      const index = this.#newest.get(key);
      if (index !== undefined) key = `${key}.${index}`;
    });
    return key;
  }
}

const [TAB, NEWLINE, RETURN, SPACE, QUOTE, HASH, APOSTROPHE] = [9, 10, 13, 32, 34, 35, 39];
const [OPEN, BACKSLASH, CLOSE, OPEN_BRACE, CLOSE_BRACE] = [91, 92, 93, 123, 125];
const BARE_PATH = /^[A-Za-z0-9_.-]+$/;

function canonical(path: TomlPath): string {
  return path.map((segment) => tomlKey(String(segment))).join('.');
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? text.length : newline;
}

/** Returns the offset just past a `key = value`, which may span many lines. */
function pairEnd(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE || code === APOSTROPHE) {
      at = stringEnd(text, at, code);
      continue;
    }
    if (code === HASH) at = lineEnd(text, at) - 1;
    else if (code === OPEN || code === OPEN_BRACE) depth += 1;
    else if (code === CLOSE || code === CLOSE_BRACE) depth -= 1;
    else if (code === NEWLINE && depth <= 0) return at + 1;
    at += 1;
  }
  return at;
}

function stringEnd(text: string, from: number, quote: number): number {
  const triple = text.charCodeAt(from + 1) === quote && text.charCodeAt(from + 2) === quote;
  let at = from + (triple ? 3 : 1);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && quote === QUOTE) at += 2;
    else if (code !== quote) at += 1;
    else if (!triple) return at + 1;
    else if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) {
      at += 3;
      // A multi-line string may end with one or two quotes of its own.
      while (text.charCodeAt(at) === quote) at += 1;
      return at;
    } else at += 1;
  }
  return at;
}
