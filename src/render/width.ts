import stringWidth from 'string-width';

/** Returns the width of a printable text on a terminal: wide characters take two columns, combining marks none. */
export function displayWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

const ASCII = /^[\x20-\x7e]*$/;
