import type { Problem } from '../../errors';
import { textOf, toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { problemLines } from './problem-lines';

/** Renders all problems of a run, in the given order, and their number by severity. An empty list gives an empty text. */
export function renderProblems(problems: readonly Problem[], style: Style): string {
  return textOf(allProblemLines(problems, style), style);
}

/** Returns the problems as lines, with an empty line after each and the count last. */
export function allProblemLines(problems: readonly Problem[], style: Style): readonly Line[] {
  if (problems.length === 0) return [];
  return [
    ...problems.flatMap((problem) => [...problemLines(problem, style), []]),
    [toned('strong', countText(problems))],
  ];
}

function countText(problems: readonly Problem[]): string {
  const parts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    if (count === 0) return [];
    return [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return parts.join(', ');
}
