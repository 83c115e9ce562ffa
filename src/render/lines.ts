import pico from 'picocolors';
import { printable } from '../values/printable';
import type { Style } from './style';
import { displayWidth } from './width';

/** The meaning of a piece of text, which decides its color. */
export type Tone = 'plain' | 'add' | 'change' | 'remove' | 'read' | 'error' | 'warning' | 'quiet' | 'strong';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of output. Its text is raw: `textOf`, the only way to a reader, makes it printable. */
export type Line = readonly (string | Span)[];

export function toned(tone: Tone, text: string): Span {
  return { text, tone };
}

/** Returns the lines as text, each with a line feed and without trailing spaces; colored if the style says so. */
export function textOf(lines: readonly Line[], style: Style): string {
  const paint = painter(style);
  return lines.map((line) => `${trimmed(line).map(paint).join('')}\n`).join('');
}

/** Returns the width of a line in columns. */
export function widthOf(line: Line): number {
  return line.reduce((sum, span) => sum + displayWidth(printable(contentOf(span))), 0);
}

/** Returns the raw text of a line, to be made harmless by each format. */
export function plainOf(line: Line): string {
  return line.map(contentOf).join('');
}

/** Pads the line with spaces up to a column (counted from 0), and with at least two. */
export function padded(line: Line, column: number): Line {
  const width = widthOf(line);
  return [...line, ' '.repeat(width < column ? column - width : 2)];
}

/**
 * Adds a note to the line so that it ends in column `edge` (counted from 1), or on a line of its own that starts in
 * column `otherwise` if both do not fit.
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
