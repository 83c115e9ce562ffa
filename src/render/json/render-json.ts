/**
 * Renders a value as JSON text that ends with a line feed: indented for people, or one line, which is what programs that
 * read Terraform's JSON expect. Characters that could draw on a terminal are escaped; a parser gets the exact value back.
 */
export function renderJson(value: unknown, form: 'indented' | 'line'): string {
  return `${JSON.stringify(value, null, form === 'indented' ? 2 : 0).replace(DRAWING, escaped)}\n`;
}

// JSON.stringify itself escapes characters below U+0020 and lone surrogates.
const DRAWING = /[\x7f-\x9f]|(?![\u200c\u200d])[\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
