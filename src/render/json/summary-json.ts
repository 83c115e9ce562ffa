import type { HelixError } from '../../errors';
import type { Plan } from '../../plan/plan';
import type { ApplySummary } from '../../ports/reporter';
import type { ResourceRecord } from '../../state/state';
import type { JsonObject } from '../../values/json';
import { resultCounts } from '../progress/result-counts';
import { planCostJson } from './cost-json';
import { errorJson } from './error-json';
import { snakeKeys } from './snake-keys';

/** An apply that ended, as the summary shows it. */
interface Ended {
  readonly plan: Pick<Plan, 'digest' | 'cost'>;
  readonly summary: ApplySummary;
  readonly applied: readonly ResourceRecord[];
  readonly interrupted: boolean;
}

/** Renders the summary of an apply for other programs. */
export function summaryJson({ plan, summary, applied, interrupted }: Ended): JsonObject {
  return {
    plan_digest: plan.digest,
    mode: summary.mode,
    counts: countsOf(summary),
    results: summary.results.map(snakeKeys),
    outputs: Object.fromEntries(applied.map(({ address, outputs }) => [address, outputs])),
    expires_at: Object.fromEntries(applied.map(({ address, expiresAt }) => [address, expiresAt])),
    cost: plan.cost && planCostJson(plan.cost),
    interrupted,
  };
}

function countsOf({ results }: ApplySummary): JsonObject {
  const { added, updated, imported, destroyed, notDone } = resultCounts(results);
  return { added, changed: updated + imported, destroyed, not_done: notDone };
}

/** Renders the end of one workspace of several for other programs. */
export function workspaceEndJson({ directory, workspace, outcome, error }: WorkspaceEnded): object {
  return { directory, workspace, ...(error === null ? summaryJson(outcome) : errorJson(error)) };
}

type WorkspaceEnded = { readonly directory: string; readonly workspace: string | null } & (
  | { readonly outcome: Ended; readonly error: null }
  | { readonly outcome: null; readonly error: HelixError }
);
