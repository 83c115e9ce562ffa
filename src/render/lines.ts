import pico from 'picocolors';
import { printable } from '../values/printable';
import type { Style } from './style';
import { displayWidth } from './width';

/** What a piece of text is, from which its color follows. */
export type Tone = 'plain' | 'add' | 'change' | 'remove' | 'read' | 'error' | 'warning' | 'quiet' | 'strong';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of output. Text comes in as it is: nothing reaches a reader but through `textOf`, which makes it printable. */
export type Line = readonly (string | Span)[];

export function toned(tone: Tone, text: string): Span {
  return { text, tone };
}

/** The lines as text, each ended by a line feed, without spaces at the ends; colored only when the style says so. */
export function textOf(lines: readonly Line[], style: Style): string {
  const paint = painter(style);
  return lines.map((line) => `${trimmed(line).map(paint).join('')}\n`).join('');
}

/** How many columns a line takes. */
export function widthOf(line: Line): number {
  return line.reduce((sum, span) => sum + displayWidth(printable(contentOf(span))), 0);
}

/** The line, filled with spaces up to a column (counted from 0); at least two when it already reaches it. */
export function padded(line: Line, column: number): Line {
  const width = widthOf(line);
  return [...line, ' '.repeat(width < column ? column - width : 2)];
}

/**
 * The line with a note whose last character stands in column `edge` (counted from 1); on a line of its own,
 * from `otherwise` on, where both do not fit.
 */
export function withNote(line: Line, note: Span, edge: number, otherwise: number): readonly Line[] {
  const start = edge - widthOf([note]);
  if (start - widthOf(line) >= 2) return [[...padded(line, start), note]];
  return [line, [' '.repeat(Math.max(otherwise, start)), note]];
}

function painter(style: Style): (span: string | Span) => string {
  if (!style.color) return (span) => printable(contentOf(span));
  return (span) => {
    const text = printable(contentOf(span));
    return typeof span === 'string' ? text : PAINTS[span.tone](text);
  };
}

const COLORS = pico.createColors(true);
const PAINTS: Record<Tone, (text: string) => string> = {
  plain: (text) => text,
  add: COLORS.green,
  change: COLORS.yellow,
  remove: COLORS.red,
  read: COLORS.cyan,
  error: (text) => COLORS.bold(COLORS.red(text)),
  warning: (text) => COLORS.bold(COLORS.yellow(text)),
  quiet: COLORS.dim,
  strong: COLORS.bold,
};

function trimmed(line: Line): Line {
  const last = line.at(-1);
  if (last === undefined) return line;
  const text = contentOf(last).replace(/ +$/, '');
  if (text === '') return trimmed(line.slice(0, -1));
  return [...line.slice(0, -1), typeof last === 'string' ? text : toned(last.tone, text)];
}

function contentOf(span: string | Span): string {
  return typeof span === 'string' ? span : span.text;
}
