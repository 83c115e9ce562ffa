/**
 * Renders a value as indented JSON text that ends with a line feed. Characters that could draw on a terminal are escaped;
 * a parser gets the exact value back.
 */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(DRAWING, escaped)}\n`;
}

// JSON.stringify itself escapes characters below U+0020 and lone surrogates.
const DRAWING = /[\x7f-\x9f]|(?![\u200c\u200d])[\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
