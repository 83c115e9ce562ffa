import type { HelixError } from '../../errors';
import type { Plan } from '../../plan/plan';
import type { ApplySummary } from '../../ports/reporter';
import { formatUsd } from '../../values/money';
import { resultCounts } from '../progress/result-counts';
import { rankOf, resultText, ROWS } from './apply-markdown';
import { bytesOf } from './elide';
import { name, sentence } from './sentence';

/** The end of `destroy --expired` in one workspace of one project. */
type ExpiredEnd = { readonly directory: string; readonly workspace: string | null } & (
  | {
      readonly outcome: { readonly plan: Pick<Plan, 'cost'>; readonly summary: ApplySummary };
      readonly error: null;
    }
  | { readonly outcome: null; readonly error: HelixError }
);

/**
 * Renders the ends of `destroy --expired` in several places as one report: the counts of all together, and a row for each
 * result. Places that failed come first; rows that find no room are counted.
 */
export function renderExpiredMarkdown(ends: readonly ExpiredEnd[]): string {
  const failed = ends.filter(isFailed);
  const rows = [...failed, ...ends.filter((end) => !isFailed(end))].flatMap(rowsOf);
  let room = ROWS;
  const shown = rows.filter((row) => (room -= bytesOf(row) + 1) >= 0);
  const left = rows.length - shown.length;
  const head = [
    '| Directory | Workspace | Resource | Result | Cost from now on |',
    '| --- | --- | --- | --- | ---: |',
  ];
  return [
    titleOf(ends, failed.length),
    ...(rows.length === 0 ? [] : [[...head, ...shown].join('\n')]),
    ...(left === 0 ? [] : [`(${left} more)`]),
    '',
  ].join('\n\n');
}

function titleOf(ends: readonly ExpiredEnd[], failed: number): string {
  if (ends.length === 0) return '### Helix destroy --expired: no workspace has a recorded state';
  const { destroyed, notDone } = resultCounts(ends.flatMap(({ outcome }) => outcome?.summary.results ?? []));
  const parts = [
    `${destroyed} destroyed in ${ends.length} ${ends.length === 1 ? 'workspace' : 'workspaces'}`,
    ...(notDone === 0 ? [] : [`**${notDone} not done**`]),
    ...(failed === 0 ? [] : [`**${failed} failed**`]),
  ];
  return `### Helix destroy --expired: ${parts.join(', ')}`;
}

function isFailed({ outcome, error }: ExpiredEnd): boolean {
  return error !== null || outcome.summary.results.some(({ result }) => result !== 'done');
}

function rowsOf({ directory, workspace, outcome, error }: ExpiredEnd): readonly string[] {
  const place = `| ${name(directory)} | ${workspace === null ? '' : name(workspace)} |`;
  if (error !== null)
    return [`${place} | **failed**: ${sentence(error.message.replaceAll(/\s*\n\s*/g, ' '))} | |`];
  const { plan, summary } = outcome;
  const cost = plan.cost === null ? '' : formatUsd(plan.cost.afterMonthly);
  if (summary.results.length === 0) return [`${place} | nothing has expired | ${cost} |`];
  return [...summary.results]
    .sort((a, b) => rankOf(a) - rankOf(b))
    .map((result) => `${place} ${name(result.address)} | ${resultText(result)} | ${cost} |`);
}
