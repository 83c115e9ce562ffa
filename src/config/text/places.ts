import type { Problem } from '../../errors';
import type { SourceRef } from '../../values/resource';
import { maskSecrets } from '../secret-shapes';
import type { SourceText } from './source-text';
import { statementsOf } from './statements';
import type { Member, Span, WrittenValue } from './statements';
import { TableHeaders } from './table-headers';
import type { TableHeader, TomlPath } from './table-headers';

export type Place = NonNullable<Problem['place']>;

/** The longest line that is shown, in UTF-16 units. Some documents are one line of many megabytes. */
const LONGEST_SHOWN = 100_000;

/** A part of the item that a path names: its key, its value, or the header of its table. */
export type Part = 'key' | 'value' | 'table';

/**
 * The places of the items of a TOML text. The text is scanned only when a place is requested; the place of a key needs only
 * the lines below its table header.
 */
export class Places {
  readonly #source: SourceText;

  #headers: TableHeaders | undefined;
  #lines: number[] | undefined;
  #section: { readonly start: number; readonly members: readonly Member[] } | undefined;

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** Returns the place of `path`, or of the nearest item around it when it is not in the text (a missing key). */
  of(path: TomlPath, part: Part): Place {
    return this.span(this.#spanOf(path, part));
  }

  /** Returns the same without its line of text: for what is kept of each instance, and shown of few. */
  source(path: TomlPath, part: Part): SourceRef {
    return this.sourceOfSpan(this.#spanOf(path, part));
  }

  /**
   * Returns the place of a span of the text, cut at the end of its first line. Secrets in the line are masked; a line that is
   * too long to search for them is not shown.
   */
  span(span: Span): Place {
    const { start, end } = span;
    const { text } = this.#source;
    const source = this.sourceOfSpan(span);
    const lineStart = start - source.column + 1;
    const next = text.indexOf('\n', lineStart);
    const lineText = text.slice(lineStart, next === -1 ? text.length : next).replace(/\r$/, '');
    const length = Math.max(1, Math.min(end, lineStart + lineText.length) - start);
    return { ...source, ...(lineText.length <= LONGEST_SHOWN && { text: maskSecrets(lineText) }), length };
  }

  /** Returns the file, line and column at which a span begins. */
  sourceOfSpan({ start }: Span): SourceRef {
    const { file, text } = this.#source;
    const lines = (this.#lines ??= lineStarts(text));
    const line = lastAtMost(lines, start);
    return { file, line: line + 1, column: start - (lines[line] ?? 0) + 1 };
  }

  #spanOf(path: TomlPath, part: Part): Span {
    return this.#written(path, part) ?? this.#spanOf(path.slice(0, -1), 'table');
  }

  #written(path: TomlPath, part: Part): Span | undefined {
    const headers = (this.#headers ??= new TableHeaders(this.#source.text));
    const own = headers.find(path);
    if (own !== undefined) return this.#header(own, part === 'key' ? path.length - 1 : null);
    for (let depth = path.length - 1; depth >= 0; depth -= 1) {
      const table = headers.find(path.slice(0, depth));
      const span = table && writtenIn(this.#members(table.section), path.slice(depth), part);
      if (table && span) {
        const { start } = table.section;
        return { start: start + span.start, end: start + span.end };
      }
    }
    const below = headers.firstBelow(path);
    return below && this.#header(below, part === 'key' ? path.length - 1 : null);
  }

  /** Returns the span of a header, or of its segment `index` if it has no quoted keys. */
  #header({ header }: TableHeader, index: number | null): Span {
    if (index === null) return header;
    const written = this.#source.text.slice(header.start, header.end);
    const segments = /^\[+([A-Za-z0-9_.-]+)\]+$/.exec(written)?.[1]?.split('.');
    const segment = segments?.[index];
    if (segments === undefined || segment === undefined || written.startsWith('[[')) return header;
    const before = segments.slice(0, index).reduce((sum, name) => sum + name.length + 1, 0);
    const start = header.start + 1 + before;
    return { start, end: start + segment.length };
  }

  #members({ start, end }: Span): readonly Member[] {
    if (this.#section?.start !== start) {
      const statements = statementsOf(this.#source.text.slice(start, end));
      this.#section = { start, members: statements.filter((statement) => statement.type === 'pair') };
    }
    return this.#section.members;
  }
}

/** Returns the span of `path` among the pairs of one table: by a plain or dotted key, in inline tables and arrays. */
function writtenIn(members: readonly Member[], path: TomlPath, part: Part, skip = 0): Span | undefined {
  let implied: Span | undefined;
  for (const member of members) {
    const key = member.path.slice(skip);
    const common = key.findIndex((segment, index) => segment !== path[index]);
    const shared = common === -1 ? key.length : common;
    if (shared === path.length && path.length > 0) {
      if (key.length === path.length) return part === 'value' ? member.value : member.key;
      implied ??= member.key;
    } else if (shared === key.length) {
      const inner = within(member.value, path.slice(key.length), part, member.path.length);
      if (inner) return inner;
    }
  }
  return implied;
}

function within(value: WrittenValue, path: TomlPath, part: Part, skip: number): Span | undefined {
  const [first, ...rest] = path;
  if (typeof first !== 'number')
    return value.members ? writtenIn(value.members, path, part, skip) : undefined;
  const item = value.items?.[first];
  if (item === undefined || rest.length === 0) return item;
  return within(item, rest, part, skip);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Returns the index of the last number that is at most `limit`. */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
