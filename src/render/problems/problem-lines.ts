import type { Problem } from '../../errors';
import { toned } from '../lines';
import type { Line, Tone } from '../lines';
import type { Style } from '../style';
import { markedLine } from './source-line';

/** Renders one problem: the message, the place, the source line with a mark, and the hint. */
export function problemLines(problem: Problem, style: Style): readonly Line[] {
  const { severity, message, hint, place } = problem;
  return [
    [toned(TONES[severity], `${severity}:`), ' ', toned('strong', message)],
    ...(place === undefined ? [] : placeLines(place, TONES[severity], style)),
    ...(hint === undefined ? [] : hintLines(hint)),
  ];
}

/** A hint may show lines to add to a file. */
function hintLines(hint: string): readonly Line[] {
  const [first = '', ...more] = hint.split('\n');
  return [
    [toned('read', '  hint:'), ` ${first}`],
    ...more.map((text): Line => [text === '' ? '' : `    ${text}`]),
  ];
}

const TONES: Record<Problem['severity'], Tone> = { error: 'error', warning: 'warning', note: 'strong' };

function placeLines(place: NonNullable<Problem['place']>, tone: Tone, style: Style): readonly Line[] {
  const arrow: Line = [toned('quiet', '  -->'), ` ${place.file}:${place.line}:${place.column}`];
  if (place.text === undefined) return [arrow];
  const number = String(place.line);
  const gutter = ' '.repeat(number.length);
  const room = Math.max(20, style.width - number.length - 5);
  const { text, start, length } = markedLine(place.text, place.column, place.length ?? 1, room);
  return [
    arrow,
    [toned('quiet', `  ${number} |`), ` ${text}`],
    [toned('quiet', `  ${gutter} |`), ` ${' '.repeat(start)}`, toned(tone, '^'.repeat(length))],
  ];
}
