import type { ChangeCost, PlanCost } from '../../plan/plan';
import type { JsonObject } from '../../values/json';

/** Money of the whole workspace, under the names of Infracost's JSON 0.2. Amounts are decimal text. */
export function planCostJson(cost: PlanCost): JsonObject {
  return {
    currency: 'USD',
    totalHourlyCost: cost.afterHourly,
    totalMonthlyCost: cost.afterMonthly,
    pastTotalHourlyCost: cost.beforeHourly,
    pastTotalMonthlyCost: cost.beforeMonthly,
    diffTotalMonthlyCost: cost.diffMonthly,
    unpriced: cost.unpriced,
    basis: cost.basis,
  };
}

/** Money of one change; null is unpriced, or a side that does not exist. */
export function changeCostJson(cost: ChangeCost): JsonObject {
  return {
    hourlyCost: cost.afterHourly,
    monthlyCost: cost.afterMonthly,
    pastHourlyCost: cost.beforeHourly,
    pastMonthlyCost: cost.beforeMonthly,
    diffMonthlyCost: cost.diffMonthly,
    costUntilExpiry: cost.untilExpiry,
    pricedAs: cost.pricedAs.after,
    pastPricedAs: cost.pricedAs.before,
  };
}
