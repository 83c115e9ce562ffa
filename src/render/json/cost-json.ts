import type { ChangeCost, PlanCost } from '../../pricing/cost';
import { minus, withCents } from '../../pricing/amounts';
import type { CostPart } from '../../pricing/rates';
import type { JsonObject } from '../../values/json';

/** Money of the whole workspace, under the names of Infracost's JSON 0.2. Amounts are decimal text. */
export function planCostJson(cost: PlanCost): JsonObject {
  return {
    currency: 'USD',
    totalHourlyCost: cost.afterHourly,
    totalMonthlyCost: cost.afterMonthly,
    pastTotalHourlyCost: cost.beforeHourly,
    pastTotalMonthlyCost: cost.beforeMonthly,
    diffTotalHourlyCost: minus(cost.afterHourly, cost.beforeHourly),
    diffTotalMonthlyCost: cost.diffMonthly,
    spot_saving_monthly_cost: cost.spotSavingMonthly,
    unpriced: cost.unpriced,
    partly_unpriced: cost.partlyUnpriced.map(({ address, parts }) => ({ address, parts })),
    by_use: cost.byUse.map(({ address, name, price }) => ({ address, name, price })),
    basis: cost.basis,
  };
}

/** Money of one change, exactly, so that it adds up; null is unpriced, or a side that does not exist. */
export function changeCostJson(cost: ChangeCost): JsonObject {
  return {
    hourlyCost: cost.afterHourly,
    monthlyCost: exact(cost.afterMonthly),
    pastHourlyCost: cost.beforeHourly,
    pastMonthlyCost: exact(cost.beforeMonthly),
    // Known where the monthly cost is: a missing side costs nothing, a side without a price is unknown.
    diffHourlyCost:
      cost.diffMonthly === null ? null : minus(cost.afterHourly ?? '0', cost.beforeHourly ?? '0'),
    diffMonthlyCost:
      cost.diffMonthly === null
        ? null
        : withCents(minus(cost.afterMonthly ?? '0', cost.beforeMonthly ?? '0')),
    cost_until_expiry: cost.untilExpiry,
    spot_saving_monthly_cost: cost.spotSavingMonthly,
    priced_as: cost.pricedAs.after,
    past_priced_as: cost.pricedAs.before,
    costComponents: cost.parts.after.map(componentJson),
    pastCostComponents: cost.parts.before.map(componentJson),
  };
}

/** One part of a price. Infracost's `price` is always a string; `priceNotFound` marks the 0 of an unknown price. */
export function componentJson({
  part,
  name,
  unit,
  quantity,
  price,
  hourly,
  monthly,
  asOf,
}: CostPart): JsonObject {
  return {
    name,
    unit,
    hourlyQuantity: unit === 'hours' ? '1' : null,
    monthlyQuantity: quantity,
    price: price ?? '0',
    hourlyCost: hourly,
    monthlyCost: exact(monthly),
    usageBased: quantity === null,
    priceNotFound: price === null,
    helix: { part, as_of: asOf },
  };
}

function exact(amount: string | null): string | null {
  return amount === null ? null : withCents(amount);
}
