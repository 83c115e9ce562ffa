import stringWidth from 'string-width';

/** Returns the width of a printable text on a terminal: wide characters take two columns, combining marks none. */
export function displayWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** Returns a printable text, cut at its end where it is wider than that many columns. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const kept = [...text];
  while (displayWidth(kept.join('')) > width - 1) kept.pop();
  return `${kept.join('').trimEnd()}…`;
}

const ASCII = /^[\x20-\x7e]*$/;
