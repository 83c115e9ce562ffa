import { structuredPatch } from 'diff';
import { toned, type Line } from '../lines';

/** A multi-line value as a diff: changed lines with two lines around them, `...` between the places. */
export function diffLines(before: string, after: string): readonly Line[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 });
  return hunks.flatMap((hunk, index) => [
    ...(index === 0 ? [] : [[`${INDENT}...`]]),
    ...hunk.lines.filter((line) => !line.startsWith('\\')).map(diffLine),
  ]);
}

const INDENT = '        ';

function diffLine(line: string): Line {
  const text = line.slice(1);
  if (line.startsWith('+')) return [INDENT, toned('add', `+ ${text}`)];
  if (line.startsWith('-')) return [INDENT, toned('remove', `- ${text}`)];
  return [INDENT, `  ${text}`];
}
