/**
 * Makes everything visible that could draw on a terminal: control characters and escape sequences,
 * line separators, characters that turn the writing direction or are invisible, lone surrogates. `\n` and `\t` become
 * `\n` and `\t` in two characters each, so the result is always one line. Everything else stays as it is.
 * All text that Helix did not write itself passes through here before it is shown.
 */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNPRINTABLE, escaped);
}

const PLAIN = /^[\x20-\x7e]*$/;

// Joiners (U+200C, U+200D) are format characters too, but writing systems and emoji need them.
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
