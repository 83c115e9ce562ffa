export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface SourceProblem {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly message: string;
}

interface Place {
  readonly file: string;
  readonly line: number;
}

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };
const KINDS = { N: 'node', E: 'edge', V: 'vector' } as const;
type Kind = keyof typeof KINDS;

/**
 * Returns the problems that Helix itself finds in schema and queries, by file and line: unbalanced brackets, a QUERY
 * without a name, a name used by two queries, and types that the schema does not define. Comments and strings are skipped.
 * It is not a compiler.
 */
export function mistakesIn(files: readonly SourceFile[]): readonly SourceProblem[] {
  const sources = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, text }) => ({ path, text: blanked(text) }));
  return [...sources.flatMap(unbalanced), ...queryNames(sources), ...unknownTypes(sources)].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

function unbalanced({ path: file, text }: SourceFile): readonly SourceProblem[] {
  const open: { readonly bracket: string; readonly line: number }[] = [];
  for (const match of text.matchAll(/[{}()[\]]/g)) {
    const bracket = match[0];
    const line = lineAt(text, match.index);
    if (bracket in CLOSERS) {
      open.push({ bracket, line });
      continue;
    }
    const opener = open.pop();
    if (opener === undefined || CLOSERS[opener.bracket] !== bracket) {
      const wanted = opener === undefined ? '' : `, "${opener.bracket}" of line ${opener.line} is open`;
      return [{ file, line, message: `unexpected "${bracket}"${wanted}` }];
    }
  }
  return open.slice(-1).map(({ bracket, line }) => ({ file, line, message: `"${bracket}" is never closed` }));
}

function queryNames(sources: readonly SourceFile[]): readonly SourceProblem[] {
  const mistakes: SourceProblem[] = [];
  const first = new Map<string, Place>();
  for (const { path: file, text } of sources) {
    for (const match of text.matchAll(/\bQUERY\b[ \t]*([A-Za-z_]\w*)?/g)) {
      const line = lineAt(text, match.index);
      const name = match[1];
      if (name === undefined) {
        mistakes.push({ file, line, message: 'QUERY without a name' });
        continue;
      }
      const other = first.get(name);
      if (other === undefined) first.set(name, { file, line });
      else mistakes.push({ file, line, message: `query ${name} is also in ${other.file}:${other.line}` });
    }
  }
  return mistakes;
}

// A kind without any defined type is not checked: the schema may be elsewhere.
function unknownTypes(sources: readonly SourceFile[]): readonly SourceProblem[] {
  const defined: Record<Kind, Set<string>> = { N: new Set(), E: new Set(), V: new Set() };
  for (const { text } of sources) {
    for (const [, kind, name] of text.matchAll(/\b([NEV])::([A-Za-z_]\w*)/g)) {
      if (kind !== undefined && name !== undefined) defined[kind as Kind].add(name);
    }
  }
  return sources.flatMap(({ path: file, text }) =>
    [...text.matchAll(/\b(?:Add|Search|Upsert)?([NEV])<\s*([A-Za-z_]\w*)/g)].flatMap((match) => {
      const kind = match[1] as Kind;
      const name = match[2] ?? '';
      if (defined[kind].size === 0 || defined[kind].has(name)) return [];
      return [{ file, line: lineAt(text, match.index), message: `unknown ${KINDS[kind]} type "${name}"` }];
    }),
  );
}

/** Replaces comments and strings with blanks, so that places stay the same. */
function blanked(text: string): string {
  return text.replaceAll(/\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, (found) => ' '.repeat(found.length));
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
