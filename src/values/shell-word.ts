/**
 * Quotes a text as one word of bash. Characters outside printable ASCII are written as their UTF-8 bytes, so that the word
 * is one line of plain ASCII.
 */
export function shellWord(text: string): string {
  if (/^[\w./:@%+=,-]+$/.test(text)) return text;
  if (/^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const bytes = Array.from(Buffer.from(text, 'utf8'), (byte) => escaped(byte));
  return `$'${bytes.join('')}'`;
}

function escaped(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === '\n') return '\\n';
  if (character === "'" || character === '\\') return `\\${character}`;
  // Octal with all its digits: `\x` would take a digit that follows as its own.
  return byte >= 0x20 && byte <= 0x7e ? character : `\\${byte.toString(8).padStart(3, '0')}`;
}
