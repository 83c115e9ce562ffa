import stringWidth from 'string-width';

/** Returns the width of a printable text on a terminal: wide characters take two columns, combining marks none. */
export function displayWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** Returns the beginning of a printable text that fits into that many columns. */
export function beginningOf(text: string, width: number): string {
  let taken = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    taken += displayWidth(segment);
    if (taken > width) break;
    kept += segment;
  }
  return kept;
}

/** Returns a printable text, with an ellipsis in place of its end where it is wider than that many columns. */
export function cutToWidth(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${beginningOf(text, width - 1).trimEnd()}…`;
}

const ASCII = /^[\x20-\x7e]*$/;
