import { statementsOf } from '../text/statements';
import type { Member, Span, Statement } from '../text/statements';
import { isAtOrBelow } from './table-removal';
import { lineEndOf, splice } from '../text/text-lines';
import { tomlPair, tomlPath, tomlValue } from '../text/toml-text';
import type { TomlValue } from '../text/toml-text';

/**
 * Returns the text with `key = value` in the table: over the old value, else after the table's last key, else in a new table
 * at the end. If the notation of the table does not allow that, the result is not valid TOML.
 */
export function withKey(text: string, table: readonly string[], key: string, value: TomlValue): string {
  const path = [...table, key];
  const statements = statementsOf(text);
  const old = memberAt(statements, path);
  if (old) return splice(text, old.value, tomlValue(value));
  const inline = memberAt(statements, table)?.value;
  if (inline?.members) return withMember(text, inline, inline.members, tomlPair(key, value));
  const home = homeOf(statements, table);
  if (!home) return withTable(text, table, { [key]: value });
  return withLineAfter(text, home.after, `${tomlPath(path.slice(home.depth))} = ${tomlValue(value)}`);
}

/** Returns the text with a new table at its end, after one blank line. */
export function withTable(
  text: string,
  path: readonly string[],
  values: Readonly<Record<string, TomlValue>>,
): string {
  const lineEnd = lineEndOf(text);
  const lines = tableLines(path, values).join(lineEnd) + lineEnd;
  if (text.replace(/^\uFEFF/, '').trim() === '') return text + lines;
  const toLineEnd = text.endsWith('\n') ? '' : lineEnd;
  const blank = /\n[ \t]*\r?\n$/.test(text) ? '' : lineEnd;
  return text + toLineEnd + blank + lines;
}

/** Returns the lines of a table: its header and its keys, in their order. */
export function tableLines(path: readonly string[], values: Readonly<Record<string, TomlValue>>): string[] {
  return [`[${tomlPath(path)}]`, ...Object.entries(values).map(([key, value]) => tomlPair(key, value))];
}

function memberAt(statements: readonly Statement[], path: readonly string[]): Member | null {
  const pairs = statements.filter((statement) => statement.type === 'pair');
  return memberIn(pairs, path);
}

function memberIn(members: readonly Member[], path: readonly string[]): Member | null {
  for (const member of members) {
    if (!isAtOrBelow(path, member.path)) continue;
    const found = member.path.length === path.length ? member : memberIn(member.value.members ?? [], path);
    if (found) return found;
  }
  return null;
}

function withMember(text: string, table: Span, members: readonly Member[], pair: string): string {
  const last = members.at(-1);
  if (!last) return splice(text, table, `{ ${pair} }`);
  return splice(text, { start: last.value.end, end: last.value.end }, `, ${pair}`);
}

/** Finds the statement after which the table's next key belongs, and the number of path segments in its header. */
function homeOf(
  statements: readonly Statement[],
  table: readonly string[],
): { after: Statement; depth: number } | null {
  let own: Statement | null = null;
  let dotted: { after: Statement; depth: number } | null = null;
  let header: Statement | null = null;
  for (const statement of statements) {
    if (statement.type !== 'pair') {
      header = statement;
      if (statement.type === 'table' && isSame(statement.path, table)) own = statement;
    } else if (header && header === own) {
      return { after: lastPairFrom(statements, statement), depth: table.length };
    } else if (isAtOrBelow(statement.path, table)) {
      const depth = header?.path.length ?? 0;
      if (depth < table.length) dotted = { after: statement, depth };
    }
  }
  return own ? { after: own, depth: table.length } : dotted;
}

function lastPairFrom(statements: readonly Statement[], first: Statement): Statement {
  let last = first;
  for (const statement of statements.slice(statements.indexOf(first))) {
    if (statement.type !== 'pair') break;
    last = statement;
  }
  return last;
}

function withLineAfter(text: string, after: Statement, line: string): string {
  const lineEnd = lineEndOf(text);
  const indent = /^[ \t]*/.exec(text.slice(after.lines.start))?.[0] ?? '';
  const at = { start: after.lines.end, end: after.lines.end };
  const unended = !text.slice(0, after.lines.end).endsWith('\n');
  return splice(text, at, unended ? `${lineEnd}${indent}${line}` : `${indent}${line}${lineEnd}`);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && isAtOrBelow(a, b);
}
