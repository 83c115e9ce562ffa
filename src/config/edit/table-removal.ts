import { statementsOf } from '../text/statements';
import type { Member, Span, Statement } from '../text/statements';
import { lineAfter, lineBefore, splice, without } from '../text/text-lines';

/**
 * Returns the text without the table at `path`, its sub-tables and the comment lines directly above them. The table may be
 * written as headers, dotted keys or an inline table. If that is not possible, returns the text unchanged.
 */
export function withoutTable(text: string, path: readonly string[]): string {
  const statements = statementsOf(text);
  const blocks = blocksBelow(statements, path);
  if (blocks.length === 0) return withoutMember(text, statements, path);
  return without(
    text,
    blocks.map((block, index) => withSurroundings(text, block, blocks[index - 1]?.end ?? 0)),
  );
}

/** Whether `path` is `prefix` or below it. */
export function isAtOrBelow(path: readonly string[], prefix: readonly string[]): boolean {
  return path.length >= prefix.length && prefix.every((part, index) => part === path[index]);
}

/** Returns the lines of each unbroken run of statements that belong to the table. */
function blocksBelow(statements: readonly Statement[], path: readonly string[]): Span[] {
  const blocks: Span[] = [];
  let open = false;
  for (const statement of statements) {
    const belongs = isAtOrBelow(statement.path, path);
    const last = blocks.at(-1);
    if (belongs && open && last) blocks[blocks.length - 1] = { start: last.start, end: statement.lines.end };
    else if (belongs) blocks.push(statement.lines);
    open = belongs;
  }
  return blocks;
}

function withSurroundings(text: string, block: Span, floor: number): Span {
  let { start, end } = block;
  for (let above = lineBefore(text, start); above && above.start >= floor; above = lineBefore(text, start)) {
    if (!isOwnComment(text, above)) break;
    start = above.start;
  }
  const above = lineBefore(text, start);
  const below = lineAfter(text, end);
  // One of two blank lines that would become adjacent is removed as well.
  if (above && above.start >= floor && isBlank(text, above)) {
    if (!below || isBlank(text, below)) start = above.start;
  } else if (!above && below && isBlank(text, below)) {
    end = below.end;
  }
  return { start, end };
}

/** Whether a line is a comment for people; a `#:schema` line is for editors, and about the whole file. */
function isOwnComment(text: string, line: Span): boolean {
  return /^[ \t]*#(?!:)/.test(text.slice(line.start, line.end));
}

function isBlank(text: string, line: Span): boolean {
  return text.slice(line.start, line.end).trim() === '';
}

/** Removes members from an inline table such as `cloud = { a = {...}, b = {...} }`, one after the other. */
function withoutMember(text: string, statements: readonly Statement[], path: readonly string[]): string {
  for (const statement of statements) {
    if (statement.type !== 'pair' || !isAtOrBelow(path, statement.path)) continue;
    const cut = cutIn(text, statement, path);
    if (cut) return withoutMember(splice(text, cut, ''), statementsOf(splice(text, cut, '')), path);
  }
  return text;
}

function cutIn(text: string, holder: Member, path: readonly string[]): Span | null {
  const members = holder.value.members ?? [];
  for (const [index, member] of members.entries()) {
    if (isAtOrBelow(member.path, path)) return cutOf(text, holder, members, index);
    if (isAtOrBelow(path, member.path)) return cutIn(text, member, path);
  }
  return null;
}

function cutOf(text: string, holder: Member, members: readonly Member[], index: number): Span | null {
  const [before, member, after] = [members[index - 1], members[index], members[index + 1]];
  if (!member) return null;
  let cut: Span;
  if (after) cut = { start: member.key.start, end: after.key.start };
  else if (before) cut = { start: before.value.end, end: member.value.end };
  else cut = { start: holder.value.start + 1, end: holder.value.end - 1 };
  const gaps = text.slice(cut.start, member.key.start) + text.slice(member.value.end, cut.end);
  return gaps.includes('#') ? null : cut;
}
