/** The comments of a file as running text; consecutive line comments are one paragraph. */
function paragraphsOf(comments) {
  const paragraphs = [];
  let open = null;
  for (const { type, value, loc } of comments) {
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

/** The sentences of a paragraph, without its code spans and without the names of its tags. */
function sentencesOf(text) {
  return text
    .replace(/`[^`]*`/g, '``')
    .split(/(?<=[.?!:])\s+|\s(?=@\w)/)
    .map((sentence) => sentence.replace(/^@\w+\s+/, '').trim());
}

module.exports = { paragraphsOf, sentencesOf };
