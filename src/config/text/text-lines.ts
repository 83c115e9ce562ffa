import type { Span } from './statements';

/** The line that ends just before `offset`, its line end included; null at the start of the text. */
export function lineBefore(text: string, offset: number): Span | null {
  if (offset === 0) return null;
  return { start: text.lastIndexOf('\n', offset - 2) + 1, end: offset };
}

/** The line that starts at `offset`, its line end included; null at the end of the text. */
export function lineAfter(text: string, offset: number): Span | null {
  if (offset >= text.length) return null;
  const newline = text.indexOf('\n', offset);
  return { start: offset, end: newline === -1 ? text.length : newline + 1 };
}

/** The line end that a text uses: that of its first line, `\n` where there is none. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** The text without the spans, which must be in order and apart. */
export function without(text: string, spans: readonly Span[]): string {
  let kept = '';
  let at = 0;
  for (const span of spans) {
    kept += text.slice(at, span.start);
    at = span.end;
  }
  return kept + text.slice(at);
}

/** The text with another piece in place of a span; an empty span inserts. */
export function splice(text: string, span: Span, piece: string): string {
  return text.slice(0, span.start) + piece + text.slice(span.end);
}
