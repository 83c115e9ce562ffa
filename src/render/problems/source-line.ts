import { printable } from '../../values/printable';
import { displayWidth } from '../width';

/** A source line ready to show: printable text, and the place of the marked part in display columns. */
export interface MarkedLine {
  readonly text: string;
  readonly start: number;
  /** At least 1. */
  readonly length: number;
}

/**
 * Returns the part of a source line around a marked place, at most `room` columns wide, with `...` where it was cut.
 * `column` counts UTF-16 units from 1, as parsers do; `length` is in the same units. Tabs become four spaces,
 * control characters visible text.
 */
export function markedLine(line: string, column: number, length: number, room: number): MarkedLine {
  const place = Math.min(Math.max(column - 1, 0), line.length);
  const near = line.slice(Math.max(0, place - NEAR), place + NEAR);
  const cut = { before: place > NEAR, after: place + NEAR < line.length };
  const from = Math.min(place, NEAR);
  const to = Math.min(from + Math.max(length, 1), near.length);
  const cells = cellsOf(near);
  const start = widthBefore(cells, from);
  const end = Math.max(start + 1, widthBefore(cells, to));
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (total <= room && !cut.before && !cut.after)
    return { text: cells.map((cell) => cell.text).join(''), start, length: end - start };
  return windowed(cells, { start, end, total, room, cut });
}

/** The distance around the place that is examined, in UTF-16 units: segmenting characters is slow. */
const NEAR = 2000;

/** One character as a reader sees it. */
interface Cell {
  /** The place in the line where it begins, in UTF-16 units. */
  readonly at: number;
  readonly text: string;
  readonly width: number;
}

const ELLIPSIS = '...';

function cellsOf(line: string): readonly Cell[] {
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line);
  return Array.from(segments, ({ segment, index }) => {
    const text = segment === '\t' ? '    ' : printable(segment);
    return { at: index, text, width: displayWidth(text) };
  });
}

function widthBefore(cells: readonly Cell[], place: number): number {
  return cells.reduce((sum, cell) => (cell.at < place ? sum + cell.width : sum), 0);
}

/** Shows a quarter of the room before the mark, the rest from it on. */
function windowed(
  cells: readonly Cell[],
  {
    start,
    end,
    total,
    room,
    cut,
  }: {
    readonly start: number;
    readonly end: number;
    readonly total: number;
    readonly room: number;
    readonly cut: { readonly before: boolean; readonly after: boolean };
  },
): MarkedLine {
  const inner = Math.max(1, room - 2 * ELLIPSIS.length);
  const first = Math.max(0, Math.min(start - Math.floor(inner / 4), total - inner));
  const last = first + inner;
  const shown: string[] = [];
  let place = 0;
  let skipped = 0;
  for (const cell of cells) {
    if (place < first) skipped = place + cell.width;
    else if (place + cell.width <= last) shown.push(cell.text);
    place += cell.width;
  }
  const before = skipped > 0 || cut.before ? ELLIPSIS : '';
  const after = last < total || cut.after ? ELLIPSIS : '';
  const shift = before.length - skipped;
  return {
    text: `${before}${shown.join('')}${after}`,
    start: start + shift,
    length: Math.max(1, Math.min(end, last) - start),
  };
}
