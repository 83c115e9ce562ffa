import { printable } from '../../values/printable';

/**
 * Returns a text as Markdown code that means nothing but its characters, also in a cell of a table: GitHub and GitLab make
 * no mention, reference or link of it.
 */
export function code(text: string): string {
  const shown = printable(text);
  // Backslashes before pipes end a cell in some renderers, and backticks end the code.
  if (shown === '' || /[`|\\]|^ | $/.test(shown)) return `<code>${entities(shown)}</code>`;
  return `\`${shown}\``;
}

/**
 * Returns a sentence as Markdown that shows its characters: no mark-up, mention, reference or link. Quotes in
 * backticks become code. It may stand anywhere but at the start of a line.
 */
export function prose(text: string): string {
  return printable(text)
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : escaped(part)))
    .join('');
}

/** Returns a text for an HTML element or a quoted attribute. */
export function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => HTML[character] ?? character);
}

/** Returns lines as a block of code that none of them can end. */
export function fenced(language: string, lines: readonly string[]): string {
  const text = lines.map(printable).join('\n');
  const runs = (text.match(/`+/g) ?? []).map(({ length }) => length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Returns the text, cut after `most` characters of it, none of them in halves. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start}\u2026`;
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function entities(text: string): string {
  return text.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

/** A character without width, which parts what the forges would read as one. */
const APART = '&#8203;';

function escaped(text: string): string {
  return text
    .replace(/[&<>|~]/g, (character) => `&#${character.codePointAt(0) ?? 0};`)
    .replace(/[\\`*_[\]]/g, '\\$&')
    .replace(/@|&#126;|www(?=\.)|(?<!&)#(?=\w)|[!%](?=[\w"])|GH(?=-)|:(?=\/\/)/gi, `$&${APART}`);
}
