import stringWidth from 'string-width';

/** The columns that a printable text takes on a terminal: wide characters two, combining marks none. */
export function displayWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

const ASCII = /^[\x20-\x7e]*$/;
