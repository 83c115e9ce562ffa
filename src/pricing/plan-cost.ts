import type { PlanCost } from './cost';
import { minus, sum, times, toCents } from './amounts';
import type { Address } from '../values/resource';
import type { Rate } from './rates';

/** The rates of one resource before and after a plan; null where it does not exist. */
export interface PricedResource {
  readonly address: Address;
  readonly before: Rate | null;
  readonly after: Rate | null;
}

/** Returns the cost of the whole workspace before and after a plan. */
export function planCost(resources: readonly PricedResource[], basis: PlanCost['basis']): PlanCost {
  const before = side(resources, (resource) => resource.before);
  const after = side(resources, (resource) => resource.after);
  const unpriced: Address[] = [];
  const partlyUnpriced: PlanCost['partlyUnpriced'][number][] = [];
  const byUse: PlanCost['byUse'][number][] = [];
  for (const { address, after: rate } of resources) {
    if (rate === null) continue;
    if (rate.monthly === null) unpriced.push(address);
    if (rate.parts.length === 0) continue;
    const parts = unpricedParts(rate);
    if (rate.monthly !== null && parts.length > 0) partlyUnpriced.push({ address, parts });
    for (const { name, price, quantity } of rate.parts) {
      if (quantity === null) byUse.push({ address, name, price });
    }
  }
  return {
    beforeMonthly: before.monthly,
    afterMonthly: after.monthly,
    diffMonthly: toCents(minus(after.monthly, before.monthly)),
    beforeHourly: before.hourly,
    afterHourly: after.hourly,
    spotSavingMonthly: after.saving,
    unpriced,
    partlyUnpriced,
    byUse,
    basis,
  };
}

/** Returns the names of the parts of a rate whose price is unknown. */
export function unpricedParts({ parts }: Pick<Rate, 'parts'>): string[] {
  return parts.flatMap(({ name, price, quantity }) => (price === null && quantity !== null ? [name] : []));
}

interface Side {
  readonly monthly: string;
  readonly hourly: string;
  readonly saving: string;
}

/**
 * The sums of exact amounts, rounded once: rounded lines would add up to another total. Equal rates are the same object, so each is counted
 * and multiplied once: a workspace of 100,000 clusters has a handful of prices.
 */
function side(resources: readonly PricedResource[], of: (resource: PricedResource) => Rate | null): Side {
  const counts = new Map<Rate, number>();
  for (const resource of resources) {
    const rate = of(resource);
    if (rate !== null) counts.set(rate, (counts.get(rate) ?? 0) + 1);
  }
  const total = (amount: (rate: Rate) => string | null): string =>
    sum(
      [...counts].flatMap(([rate, count]) => {
        const one = amount(rate);
        return one === null ? [] : [times(one, count)];
      }),
    );
  return {
    monthly: toCents(total((rate) => rate.monthly)),
    hourly: total((rate) => rate.hourly),
    saving: toCents(total((rate) => rate.spotSavingMonthly)),
  };
}
