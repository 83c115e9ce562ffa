import type { ChangeCost } from '../plan/plan';
import { amountFor, minus, monthlyOf } from './amounts';
import type { Rate } from './rates';

/** The cost of a change from one rate to another; null for a side that does not exist. */
export function changeCost(
  before: Rate | null,
  after: Rate | null,
  secondsToExpiry: number | null,
): ChangeCost {
  const beforeMonthly = monthly(before);
  const afterMonthly = monthly(after);
  return {
    beforeHourly: before?.hourly ?? null,
    afterHourly: after?.hourly ?? null,
    beforeMonthly,
    afterMonthly,
    diffMonthly: difference(before, beforeMonthly, after, afterMonthly),
    untilExpiry:
      after?.hourly == null || secondsToExpiry === null ? null : amountFor(after.hourly, secondsToExpiry),
    pricedAs: { before: before?.pricedAs ?? null, after: after?.pricedAs ?? null },
  };
}

function monthly(rate: Rate | null): string | null {
  return rate?.hourly == null ? null : monthlyOf(rate.hourly);
}

/** Of what is shown, so that a reader's own subtraction agrees; unknown when either side is unpriced. */
function difference(
  before: Rate | null,
  beforeMonthly: string | null,
  after: Rate | null,
  afterMonthly: string | null,
): string | null {
  if ((before !== null && beforeMonthly === null) || (after !== null && afterMonthly === null)) return null;
  return minus(afterMonthly ?? '0', beforeMonthly ?? '0');
}
