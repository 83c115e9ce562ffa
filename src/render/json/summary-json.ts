import type { HelixError } from '../../errors';
import { exitCodeOf } from '../../errors';
import type { ApplySummary } from '../../ports/reporter';

/** An apply that ended, as the summary shows it. */
interface Ended {
  readonly plan: { readonly digest: string };
  readonly summary: ApplySummary;
  readonly interrupted: boolean;
}

/** Renders the summary of an apply for other programs. */
export function summaryJson({ plan, summary, interrupted }: Ended): object {
  return { plan_digest: plan.digest, ...summary, interrupted };
}

/** Renders the end of one workspace of several for other programs. */
export function workspaceEndJson({ workspace, outcome, error }: WorkspaceEnded): object {
  if (error !== null) return { workspace, error: { message: error.message, exit_code: exitCodeOf(error) } };
  return { workspace, ...summaryJson(outcome) };
}

type WorkspaceEnded =
  | { readonly workspace: string; readonly outcome: Ended; readonly error: null }
  | { readonly workspace: string; readonly outcome: null; readonly error: HelixError };
