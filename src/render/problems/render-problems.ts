import type { Problem } from '../../errors';
import { textOf, toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { problemLines } from './problem-lines';

/** All complaints of a run, in the order given, and how many there are of each severity. Nothing for none. */
export function renderProblems(problems: readonly Problem[], style: Style): string {
  return textOf(allProblemLines(problems, style), style);
}

/** The complaints as lines: an empty one after each, the count last. */
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
