import type { Plan } from '../../plan/plan';
import { sum } from '../../pricing/amounts';
import { countsOf } from '../text/summary-lines';

/**
 * Renders the plans of a step as its outputs: digests and numbers only. `changes` is the number of resources that are
 * added, changed or destroyed; costs are USD a month, empty where not everything has a price. Several plans, of several
 * directories, are added up, and have no digest to approve.
 */
export function renderStepOutputs(plans: readonly Plan[]): string {
  const [only = null] = plans.length === 1 ? plans : [];
  const outputs = {
    changes: plans.reduce((sum, plan) => sum + changesOf(plan), 0),
    ...(only !== null && { digest: only.digest }),
    monthly_cost: sumOf(plans, 'afterMonthly'),
    monthly_difference: sumOf(plans, 'diffMonthly'),
    refused: plans.some(({ refusals }) => refusals.length > 0),
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function changesOf(plan: Plan): number {
  const { add, change, destroy } = countsOf(plan);
  return add + change + destroy;
}

/** A sum without the parts that have no price would be taken for the cost. */
function sumOf(plans: readonly Plan[], key: 'afterMonthly' | 'diffMonthly'): string {
  const known = plans.flatMap(({ cost }) =>
    cost !== null && cost.unpriced.length + cost.partlyUnpriced.length === 0 ? [cost[key]] : [],
  );
  return known.length === plans.length ? sum(known) : '';
}
