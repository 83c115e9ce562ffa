/** A Dockerfile, as far as it is understood without building it. */
export interface Dockerfile {
  /** `# syntax=...`, the image that reads the Dockerfile. */
  readonly syntax: { readonly line: number; readonly image: string } | null;
  readonly instructions: readonly Instruction[];
}

/** One instruction; an `ONBUILD` is the instruction that it holds. */
export interface Instruction {
  /** In upper case: `COPY`. */
  readonly keyword: string;
  readonly line: number;
  /** `--from=build` -> `from`, `build`; a flag without a value has the value ''. */
  readonly flags: readonly (readonly [name: string, value: string])[];
  /** All that follows the flags, on one line. */
  readonly rest: string;
  /** Whether files or scripts stand below it, up to a word such as `EOF`. */
  readonly hasHereDocument: boolean;
}

const DIRECTIVE = /^#\s*(\w+)\s*=\s*(\S.*?)\s*$/;
const HERE_DOCUMENT = /(?:^|\s)\d*<<-?(["']?)([A-Za-z_]\w*)\1(?=[\s>|;)]|$)/g;
const WITH_HERE_DOCUMENTS = ['RUN', 'COPY', 'ADD'];

/** Reads a Dockerfile. Nothing in it is an error: what makes no sense is an instruction of which nothing is known. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const { syntax, escape } = directivesIn(lines);
  const instructions: Instruction[] = [];
  for (let i = 0; i < lines.length;) {
    const { words, next } = logicalLine(lines, i, escape);
    const instruction = instructionOf(words, i + 1);
    i = next;
    if (instruction === null) continue;
    const ends = WITH_HERE_DOCUMENTS.includes(instruction.keyword) ? hereDocumentsIn(words) : [];
    for (const end of ends) i = afterHereDocument(lines, i, end);
    instructions.push({ ...instruction, hasHereDocument: ends.length > 0 });
  }
  return { syntax, instructions };
}

/** Directives stand in comments before anything else. */
function directivesIn(lines: readonly string[]): { syntax: Dockerfile['syntax']; escape: string } {
  let syntax: Dockerfile['syntax'] = null;
  let escape = '\\';
  for (const [i, line] of lines.entries()) {
    const [, name, value] = DIRECTIVE.exec(line) ?? [];
    if (name === undefined || value === undefined) break;
    if (name.toLowerCase() === 'syntax') syntax = { line: i + 1, image: value };
    if (name.toLowerCase() === 'escape' && value === '`') escape = value;
  }
  return { syntax, escape };
}

/** Joins a line with those that continue it. Comments and empty lines between them do not count. */
function logicalLine(
  lines: readonly string[],
  start: number,
  escape: string,
): { words: string; next: number } {
  let words = '';
  let i = start;
  for (; i < lines.length; i += 1) {
    const line = (lines[i] ?? '').trim();
    if (line.startsWith('#') || line === '') {
      if (words === '') return { words, next: i + 1 };
      continue;
    }
    if (!line.endsWith(escape)) return { words: words + line, next: i + 1 };
    words += `${line.slice(0, -1).trimEnd()} `;
  }
  return { words, next: i };
}

function instructionOf(words: string, line: number): Omit<Instruction, 'hasHereDocument'> | null {
  const [, keyword, after] = /^(\w+)(?:\s+(.*))?$/.exec(words) ?? [];
  if (keyword === undefined) return null;
  if (keyword.toUpperCase() === 'ONBUILD') return instructionOf(after ?? '', line);
  const flags: (readonly [string, string])[] = [];
  let rest = after ?? '';
  for (;;) {
    const [flag, name, value] = /^--([\w-]+)(?:=(\S*))?(?:\s+|$)/.exec(rest) ?? [];
    if (flag === undefined || name === undefined) break;
    flags.push([name, value ?? '']);
    rest = rest.slice(flag.length);
  }
  return { keyword: keyword.toUpperCase(), line, flags, rest };
}

function hereDocumentsIn(words: string): readonly string[] {
  return [...words.matchAll(HERE_DOCUMENT)].flatMap(([, , end]) => (end === undefined ? [] : [end]));
}

function afterHereDocument(lines: readonly string[], start: number, end: string): number {
  const index = lines.findIndex((line, i) => i >= start && line.replace(/^\t+/, '') === end);
  return index === -1 ? lines.length : index + 1;
}
