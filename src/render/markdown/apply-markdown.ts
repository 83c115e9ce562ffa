import type { Plan } from '../../plan/plan';
import type { ApplyResult, ApplySummary } from '../../ports/reporter';
import { formatUsd } from '../../values/money';
import { sourceText } from '../text/columns';
import { resultCounts } from '../progress/result-counts';
import { DONE } from '../progress/words';
import { bytesOf } from './elide';
import { name, sentence } from './sentence';

interface Ended {
  readonly plan: Pick<Plan, 'workspace' | 'cost' | 'digest'>;
  readonly summary: ApplySummary;
}

/** The bytes of the rows; the summary of a job has room for about a megabyte, of all its steps together. */
export const ROWS = 60_000;

/**
 * Renders the end of an apply or a destroy as Markdown for the summary of a job. Failures come first, with their messages;
 * results that find no room are counted.
 */
export function renderApplyMarkdown({ plan, summary }: Ended): string {
  const rows = [...summary.results].sort((a, b) => rankOf(a) - rankOf(b)).map(rowOf);
  let room = ROWS;
  const shown = rows.filter((row) => (room -= bytesOf(row) + 1) >= 0);
  const cost = plan.cost === null ? [] : [`Cost from now on: ${formatUsd(plan.cost.afterMonthly)} a month.`];
  const left = rows.length - shown.length;
  return [
    titleOf(plan, summary),
    ...(rows.length === 0 ? [] : [['| Resource | Result |', '| --- | --- |', ...shown].join('\n')]),
    ...(left === 0 ? [] : [`(${left} more)`]),
    ...cost,
    '',
  ].join('\n\n');
}

function titleOf({ workspace }: Ended['plan'], { mode, results }: ApplySummary): string {
  const { added, updated, imported, destroyed, notDone } = resultCounts(results);
  const command = { apply: 'apply', destroy: 'destroy', expired: 'destroy --expired' }[mode];
  const where = workspace === 'default' ? '' : `, workspace ${name(workspace)}`;
  const counts = `${added} added, ${updated + imported} changed, ${destroyed} destroyed`;
  return `### Helix ${command}${where}: ${counts}${notDone === 0 ? '' : `, **${notDone} not done**`}`;
}

/** Returns the place of a result in a list: failures come first. */
export function rankOf({ result }: ApplyResult): number {
  return result === 'failed' ? 0 : result === 'done' ? 2 : 1;
}

function rowOf(result: ApplyResult): string {
  return `| ${name(result.address)} | ${resultText(result)} |`;
}

/** Returns the end of one operation as text for a cell. */
export function resultText({ action, result, error, source, because }: ApplyResult): string {
  const place = source === undefined ? '' : ` at ${name(sourceText(source))}`;
  const why = error === undefined ? '' : `: ${sentence(error.message.replaceAll(/\s*\n\s*/g, ' '))}`;
  const skipped = because === undefined ? '' : `, since ${name(because)} failed`;
  return result === 'done' ? DONE[action] : `**${result}**${place}${why}${skipped}`;
}
