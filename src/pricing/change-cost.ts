import type { ChangeCost } from './cost';
import { costOver, minus, toCents } from './amounts';
import type { Rate } from './rates';

/** Returns the cost of a change from one rate to another; null for a side that does not exist. */
export function changeCost(
  before: Rate | null,
  after: Rate | null,
  secondsToExpiry: number | null,
): ChangeCost {
  const [beforeMonthly, afterMonthly] = [before?.monthly ?? null, after?.monthly ?? null];
  return {
    beforeHourly: before?.hourly ?? null,
    afterHourly: after?.hourly ?? null,
    beforeMonthly,
    afterMonthly,
    diffMonthly: isUnpriced(before) || isUnpriced(after) ? null : difference(beforeMonthly, afterMonthly),
    untilExpiry: after === null || secondsToExpiry === null ? null : untilExpiry(after, secondsToExpiry),
    pricedAs: { before: before?.pricedAs ?? null, after: after?.pricedAs ?? null },
    parts: { before: before?.parts ?? [], after: after?.parts ?? [] },
    spotSavingMonthly: inCents(after?.spotSavingMonthly),
  };
}

/**
 * Returns a `changeCost` that computes each cost once. Equal rates are the same object, and 100,000 changes have a handful
 * of costs.
 */
export function changeCosts(): typeof changeCost {
  const known = new Map<Rate | null, Map<Rate | null, Map<number | null, ChangeCost>>>();
  return (before, after, secondsToExpiry) => {
    const ofAfter = of(of(known, before), after);
    const cost = ofAfter.get(secondsToExpiry) ?? changeCost(before, after, secondsToExpiry);
    ofAfter.set(secondsToExpiry, cost);
    return cost;
  };
}

function of<Key, Inner>(outer: Map<Rate | null, Map<Key, Inner>>, rate: Rate | null): Map<Key, Inner> {
  const inner = outer.get(rate) ?? new Map<Key, Inner>();
  outer.set(rate, inner);
  return inner;
}

function untilExpiry({ hourly, monthly }: Rate, seconds: number): string | null {
  return hourly === null || monthly === null ? null : costOver({ hourly, monthly }, seconds);
}

/** The difference of the rounded amounts, so that a reader's own subtraction agrees. */
function difference(before: string | null, after: string | null): string {
  return toCents(minus(toCents(after ?? '0'), toCents(before ?? '0')));
}

function inCents(amount: string | null | undefined): string | null {
  return amount == null ? null : toCents(amount);
}

function isUnpriced(rate: Rate | null): boolean {
  return rate !== null && rate.monthly === null;
}
