import { structuredPatch } from 'diff';
import type { Line } from '../lines';
import { toned } from '../lines';

/** Renders a multi-line value as a diff: changed lines with two lines of context, `...` between the places. */
export function diffLines(before: string, after: string): readonly Line[] {
  const { hunks } = structuredPatch('', '', ended(before), ended(after), '', '', { context: 2 });
  if (hunks.length === 0) return [[`${INDENT}only in the line feed at its end`]];
  return hunks.flatMap((hunk, index) => [
    ...(index === 0 ? [] : [[`${INDENT}...`]]),
    ...hunk.lines.map(diffLine),
  ]);
}

const INDENT = '        ';

function diffLine(line: string): Line {
  const text = line.slice(1);
  if (line.startsWith('+')) return [INDENT, toned('add', `+ ${text}`)];
  if (line.startsWith('-')) return [INDENT, toned('remove', `- ${text}`)];
  return [INDENT, `  ${text}`];
}

/** Adds the last line feed: a last line without one would differ from the same line with one. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
