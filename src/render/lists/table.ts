import { padded, toned, widthOf } from '../lines';
import type { Line, Span } from '../lines';
import { wrapped } from '../text/columns';

/** One cell: text as it is, or with a tone. */
export type Cell = string | Span;

/** Renders rows under a heading, in columns as wide as their widest cell; nothing is cut. */
export function tableLines(heading: readonly string[], rows: readonly (readonly Cell[])[]): readonly Line[] {
  const all: readonly (readonly Cell[])[] = [heading.map((text) => toned('quiet', text)), ...rows];
  const starts: number[] = [];
  let start = 0;
  for (let column = 0; column < heading.length; column += 1) {
    starts.push(start);
    start += widest(all.map((row) => row[column] ?? '')) + 2;
  }
  return all.map((row) =>
    row.reduce<Line>(
      (line, cell, column) => (column === 0 ? [cell] : [...padded(line, starts[column] ?? 0), cell]),
      [],
    ),
  );
}

/** Renders names and values below each other: `  name    value`. A text that is wider than `width` continues below. */
export function pairLines(
  pairs: readonly (readonly [name: string, value: Cell])[],
  indent = '',
  width = Infinity,
): readonly Line[] {
  const column = indent.length + Math.min(widest(pairs.map(([name]) => name)), WIDEST_NAME) + 2;
  return pairs.flatMap(([name, value]) => {
    const head: Line = [toned('quiet', `${indent}${name}`)];
    if (typeof value !== 'string') return [[...padded(head, column), value]];
    const [first = '', ...more] = wrapped(value, width - column);
    const rest = more.map((text): Line => [' '.repeat(column), text]);
    if (widthOf(head) + 2 <= column) return [[...padded(head, column), first], ...rest];
    return [head, [' '.repeat(column), first], ...rest];
  });
}

/** A longer name has a line of its own. */
const WIDEST_NAME = 40;

// Not by spreading into Math.max: a state may hold 100,000 records.
function widest(cells: readonly Cell[]): number {
  return cells.reduce<number>((most, cell) => Math.max(most, widthOf([cell])), 0);
}
