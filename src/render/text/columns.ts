import type { SourceRef } from '../../values/resource';
import type { Line } from '../lines';
import { padded, widthOf } from '../lines';
import type { Style } from '../style';

/** Where things stand in a plan, in columns. */
export interface Columns {
  /** Where values start, counted from 0. */
  readonly value: number;
  /** Where `file:line` ends, counted from 1. */
  readonly source: number;
  /** Where the reason of a delete ends. */
  readonly reason: number;
  /** Where `# forces replacement` ends. */
  readonly force: number;
}

/** The columns for a width: stable from 60 on, and never so wide that the eye loses the line. */
export function columnsOf(style: Style): Columns {
  const width = Math.min(style.width, WIDEST);
  return { value: width < 60 ? 22 : 29, source: width - 2, reason: width - 3, force: width - 4 };
}

/** `      size                   small -> medium` */
export function attributeLine(name: string, value: Line, columns: Columns): Line {
  return [...padded([`${INDENT}${name}`], columns.value), ...value];
}

/** `      cost                   ...`, with a value that continues below in the same column when it is too long. */
export function attributeLines(
  name: string,
  value: string,
  columns: Columns,
  width: number,
): readonly Line[] {
  const room = Math.max(30, width - columns.value);
  const [first = '', ...more] = wrapped(value, room);
  return [
    attributeLine(name, [first], columns),
    ...more.map((text): Line => [' '.repeat(columns.value), text]),
  ];
}

/** Words filled into lines of at most `room` columns; a longer word stands alone. */
export function wrapped(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || widthOf([last]) + 1 + widthOf([word]) > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

const INDENT = '      ';
const WIDEST = 120;

/** What a plan is shown with. */
export interface PlanView {
  readonly style: Style;
  /** Every attribute, also those that stay as they are, and every list to its end. */
  readonly full: boolean;
  /** "Now" of the plan, RFC 3339. */
  readonly now: string;
}

/** `helix.toml:9` */
export function sourceText(source: SourceRef): string {
  return `${source.file}:${source.line}`;
}
