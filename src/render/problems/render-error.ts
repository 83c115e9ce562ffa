import { inspect } from 'node:util';
import { HelixError } from '../../errors';
import type { Problem } from '../../errors';
import { textOf, toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { allProblemLines } from './render-problems';

/**
 * Renders the error that ended a run: a HelixError with its problems, message and hint, without a stack; any other error
 * is a bug and shows its stack and those of its causes.
 */
export function renderError(error: unknown, style: Style): string {
  return textOf(error instanceof HelixError ? helixErrorLines(error, style) : bugLines(error), style);
}

function helixErrorLines(error: HelixError, style: Style): readonly Line[] {
  const problems = allProblemLines(error.problems, style);
  const [headline = '', ...details] = error.message.split('\n');
  return [
    ...problems,
    ...(problems.length === 0 ? [] : [[]]),
    [toned('error', 'Error:'), ' ', toned('strong', headline)],
    ...details.map((text): Line => [text]),
    ...(style.terminal ? [] : error.problems.filter(isError).slice(0, LISTED).map(shortLine)),
    ...(error.hint === undefined ? [] : error.hint.split('\n').map((text): Line => [text])),
  ];
}

/** The number of mistakes that are repeated. */
const LISTED = 10;

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** Repeats a mistake after the headline: programs that read logs take what follows `Error:`. */
function shortLine({ message, place }: Problem): Line {
  return place === undefined
    ? [`  ${message}`]
    : [`  ${place.file}:${place.line}:${place.column}: ${message}`];
}

function bugLines(error: unknown): readonly Line[] {
  return [
    [toned('error', 'This is a bug in Helix.'), ' Please report it with the lines below.'],
    ...stacksOf(error)
      .flatMap((stack) => stack.split('\n'))
      .map((text): Line => [text]),
  ];
}

function stacksOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error)) return [`Thrown: ${inspect(error)}`];
  const own = error.stack ?? `${error.name}: ${error.message}`;
  // A cause may be its own cause.
  if (error.cause === undefined || depth === 5) return [own];
  const [first = '', ...rest] = stacksOf(error.cause, depth + 1);
  return [own, `Caused by: ${first}`, ...rest];
}
