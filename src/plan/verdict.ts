import type { Plan } from './plan';

/**
 * The outcome of applying a plan: a refusal, something to do, or nothing to do. Changes that this version cannot apply are
 * nothing to do; interrupted operations are something, since `apply` first finds out how they ended.
 */
export type Verdict = 'refused' | 'changes' | 'nothing';

export function verdictOf(plan: Pick<Plan, 'changes' | 'refusals' | 'unresolved'>): Verdict {
  if (plan.refusals.length > 0) return 'refused';
  const changes = plan.changes.some(({ action }) => action !== 'read');
  return changes || plan.unresolved.length > 0 ? 'changes' : 'nothing';
}
