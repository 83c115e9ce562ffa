import type { Plan } from '../../plan/plan';

/** A replace counts in add and in destroy; reads count in none. */
export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

/** What the plan's summary line counts: changes that this version applies. */
export function countsOf(plan: Pick<Plan, 'changes'>): PlanCounts {
  const count = (...actions: readonly string[]): number =>
    plan.changes.filter(({ action }) => actions.includes(action)).length;
  return {
    add: count('create', 'replace'),
    change: count('update'),
    destroy: count('delete', 'replace'),
  };
}
