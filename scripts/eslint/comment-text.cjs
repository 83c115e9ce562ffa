/** @typedef {import('estree').SourceLocation} SourceLocation */
/** @typedef {{ text: string, loc: SourceLocation }} Paragraph */
/** @typedef {import('estree').Comment & { loc: SourceLocation }} Comment */

/**
 * The comments of a file as running text; consecutive line comments are one paragraph.
 * @param {readonly import('estree').Comment[]} comments
 */
function paragraphsOf(comments) {
  /** @type {Paragraph[]} */
  const paragraphs = [];
  /** @type {Paragraph | null} */
  let open = null;
  for (const { type, value, loc } of /** @type {readonly Comment[]} */ (comments)) {
    if (type === 'Line' && open !== null && loc.start.line === open.loc.end.line + 1) {
      open.text += ` ${value.trim()}`;
      open.loc = { start: open.loc.start, end: loc.end };
      continue;
    }
    const lines = value.split('\n').map((line) => line.replace(/^\s*\*+/, '').trim());
    const paragraph = { text: lines.join(' ').trim(), loc };
    paragraphs.push(paragraph);
    open = type === 'Line' ? paragraph : null;
  }
  return paragraphs;
}

/**
 * The sentences of a paragraph, without its code spans and without the names of its tags.
 * @param {string} text
 */
function sentencesOf(text) {
  return text
    .replace(/`[^`]*`/g, '``')
    .split(/(?<=[.?!:])\s+|\s(?=@\w)/)
    .map((sentence) => sentence.replace(/^@\w+\s+/, '').trim());
}

module.exports = { paragraphsOf, sentencesOf };
