import type { Span } from './statements';

/** Returns the line that ends just before `offset`, with its line end; null at the start of the text. */
export function lineBefore(text: string, offset: number): Span | null {
  if (offset === 0) return null;
  return { start: text.lastIndexOf('\n', offset - 2) + 1, end: offset };
}

/** Returns the line that starts at `offset`, with its line end; null at the end of the text. */
export function lineAfter(text: string, offset: number): Span | null {
  if (offset >= text.length) return null;
  const newline = text.indexOf('\n', offset);
  return { start: offset, end: newline === -1 ? text.length : newline + 1 };
}

/** Returns the line end of a text: that of its first line, `\n` by default. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** Returns the text without the spans, which must be in order and disjoint. */
export function without(text: string, spans: readonly Span[]): string {
  let kept = '';
  let at = 0;
  for (const span of spans) {
    kept += text.slice(at, span.start);
    at = span.end;
  }
  return kept + text.slice(at);
}

/** Returns the text with another piece in place of a span; an empty span inserts. */
export function splice(text: string, span: Span, piece: string): string {
  return text.slice(0, span.start) + piece + text.slice(span.end);
}
