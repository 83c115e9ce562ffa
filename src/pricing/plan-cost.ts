import type { PlanCost } from '../plan/plan';
import { minus, monthlyOf, sum, times } from './amounts';
import type { Address } from '../values/resource';
import type { Rate } from './rates';

/** One resource of the workspace, as it is and as it will be; null where it does not exist. */
export interface PricedResource {
  readonly address: Address;
  readonly before: Rate | null;
  readonly after: Rate | null;
}

/** What the whole workspace costs before and after a plan. */
export function planCost(resources: readonly PricedResource[], basis: PlanCost['basis']): PlanCost {
  const before = side(resources, (resource) => resource.before);
  const after = side(resources, (resource) => resource.after);
  return {
    beforeMonthly: before.monthly,
    afterMonthly: after.monthly,
    diffMonthly: minus(after.monthly, before.monthly),
    beforeHourly: before.hourly,
    afterHourly: after.hourly,
    unpriced: resources
      .filter(({ after }) => after !== null && after.hourly === null)
      .map((resource) => resource.address),
    basis,
  };
}

/**
 * The sum of the monthly figures as they are shown, each rounded on its own. Rates repeat, so equal ones are counted and
 * rounded once: a workspace of 100,000 clusters has a handful of prices.
 */
function side(
  resources: readonly PricedResource[],
  of: (resource: PricedResource) => Rate | null,
): { monthly: string; hourly: string } {
  const counts = new Map<string, number>();
  for (const resource of resources) {
    const hourly = of(resource)?.hourly;
    if (hourly != null) counts.set(hourly, (counts.get(hourly) ?? 0) + 1);
  }
  return {
    monthly: sum([...counts].map(([hourly, count]) => times(monthlyOf(hourly), count))),
    hourly: sum([...counts].map(([hourly, count]) => times(hourly, count))),
  };
}
