import type { SourceRef } from '../../values/resource';
import type { Line } from '../lines';
import { padded, widthOf } from '../lines';
import type { Style } from '../style';

/** The columns of a plan. */
export interface Columns {
  /** The start of values, counted from 0. */
  readonly value: number;
  /** The end of `file:line`, counted from 1. */
  readonly source: number;
  /** The end of the reason of a delete. */
  readonly reason: number;
  /** The end of `# forces replacement`. */
  readonly force: number;
}

/** Returns the columns for a width: stable from 60 on, and never so wide that the eye loses the line. */
export function columnsOf(style: Style): Columns {
  const width = Math.min(style.width, WIDEST);
  return { value: width < 60 ? 22 : 29, source: width - 2, reason: width - 3, force: width - 4 };
}

/** Renders an attribute: `      size                   small -> medium`. */
export function attributeLine(name: string, value: Line, columns: Columns): Line {
  return [...padded([`${INDENT}${name}`], columns.value), ...value];
}

/** Renders an attribute whose value continues below in the same column when it is too long. */
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

/** Fills words into lines of at most `room` columns; a longer word is alone in its line. */
export function wrapped(text: string, room: number): readonly string[] {
  const lines: string[][] = [];
  let width = 0;
  for (const word of text.split(' ')) {
    const [last, more] = [lines.at(-1), widthOf([word])];
    if (last === undefined || width + 1 + more > room) {
      lines.push([word]);
      width = more;
    } else {
      last.push(word);
      width += 1 + more;
    }
  }
  return lines.map((words) => words.join(' '));
}

const INDENT = '      ';
const WIDEST = 120;

/** The settings that a plan is rendered with. */
export interface PlanView {
  readonly style: Style;
  /** Show every attribute, also unchanged ones, and every list to its end. */
  readonly full: boolean;
  /** "Now" of the plan, RFC 3339. */
  readonly now: string;
}

/** Returns a place as text: `helix.toml:9`. */
export function sourceText(source: SourceRef): string {
  return `${source.file}:${source.line}`;
}
