import type { Run, RunEnd } from '../../../state/state';
import { textOf, toned } from '../../lines';
import type { Style } from '../../style';
import { timeText } from '../../time-text';
import { tableLines } from '../table';
import type { Cell } from '../table';

/** Renders runs in the given order, each with the reason for exceeding the budget below it. */
export function renderHistory(runs: readonly Run[], style: Style): string {
  if (runs.length === 0) return textOf([['Nothing was changed yet.']], style);
  const headings = ['WHEN', 'WHO', 'WHAT', 'RESULT', 'COMMIT', 'PLAN'];
  const [heading = [], ...lines] = tableLines(headings, runs.map(cellsOf));
  const shown = lines.flatMap((line, index) => {
    const reason = runs[index]?.budgetOverride;
    return reason === undefined ? [line] : [line, [toned('warning', `  beyond the budget: ${reason}`)]];
  });
  return textOf([heading, ...shown], style);
}

function cellsOf({ at, by, operation, ended, commit, planDigest }: Run): readonly Cell[] {
  return [
    timeText(at),
    by,
    toned('strong', operation),
    resultCell(ended),
    commit?.slice(0, 12) ?? '-',
    planDigest?.slice(0, 19) ?? '-',
  ];
}

const PAST = {
  create: 'added',
  update: 'changed',
  replace: 'replaced',
  delete: 'destroyed',
  import: 'imported',
} as const;

function resultCell(ended: RunEnd | null): Cell {
  if (ended === null) return toned('warning', 'interrupted or under way');
  const counts = Object.entries(PAST).flatMap(([action, word]) => {
    const count = ended.done[action as keyof typeof PAST] ?? 0;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  if (ended.notDone > 0) counts.push(`${ended.notDone} not done`);
  const text = counts.length === 0 ? ended.result : counts.join(', ');
  return ended.result === 'done' ? text : toned('error', `${ended.result}: ${text}`);
}
