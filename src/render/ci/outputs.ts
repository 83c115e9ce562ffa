import type { Plan } from '../../plan/plan';
import { countsOf } from '../text/summary-lines';

/**
 * Renders a plan as outputs of a step: digests and numbers only. `changes` is the number of resources that are added,
 * changed or destroyed; costs are USD a month, empty where not everything has a price.
 */
export function renderStepOutputs(plan: Plan): string {
  const { add, change, destroy } = countsOf(plan);
  const { afterMonthly, diffMonthly } = knownCost(plan);
  const outputs = {
    changes: add + change + destroy,
    digest: plan.digest,
    monthly_cost: afterMonthly,
    monthly_difference: diffMonthly,
    refused: plan.refusals.length > 0,
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** A sum without the parts that have no price would be taken for the cost. */
function knownCost({ cost }: Plan): { readonly afterMonthly: string; readonly diffMonthly: string } {
  const isKnown = cost !== null && cost.unpriced.length + cost.partlyUnpriced.length === 0;
  return isKnown ? cost : { afterMonthly: '', diffMonthly: '' };
}
