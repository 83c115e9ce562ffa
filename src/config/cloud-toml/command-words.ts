/**
 * Splits a command line into words as a POSIX shell does: at blanks, with single and double quotes and backslashes. No
 * shell runs it, so nothing is expanded. Returns null for a quote that is not closed, and for no words at all.
 */
export function commandWords(line: string): readonly string[] | null {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== '') {
    const [text] = WORD.exec(rest) ?? [''];
    if (text === '') return null;
    words.push(
      text.replace(PIECE, (_, single?: string, double?: string, escaped?: string) => {
        if (single !== undefined) return single;
        return double === undefined ? (escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1');
      }),
    );
    const after = rest.slice(text.length);
    rest = after.trimStart();
    // Two words have a blank between them: what follows without one could not be read.
    if (rest !== '' && rest === after) return null;
  }
  return words.length === 0 ? null : words;
}

const QUOTED = /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/.source;
const WORD = new RegExp(`^(?:${QUOTED}|[^\\s'"\\\\])+`);
const PIECE = new RegExp(QUOTED, 'g');
