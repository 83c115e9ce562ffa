import type { Plan } from './plan';

/**
 * What `apply` would make of a plan: it refuses, it has something to do, or it has nothing to do. Changes that this version
 * cannot apply are nothing to do; interrupted operations are something, since `apply` first finds out how they ended.
 */
export type Verdict = 'refused' | 'changes' | 'nothing';

export function verdictOf(plan: Pick<Plan, 'changes' | 'refusals' | 'unresolved'>): Verdict {
  if (plan.refusals.length > 0) return 'refused';
  const changes = plan.changes.some(({ action }) => action !== 'read');
  return changes || plan.unresolved.length > 0 ? 'changes' : 'nothing';
}
