import type { ChangeCost } from '../plan/plan';
import { costOver, minus } from './amounts';
import type { Rate } from './rates';

/** The cost of a change from one rate to another; null for a side that does not exist. */
export function changeCost(
  before: Rate | null,
  after: Rate | null,
  secondsToExpiry: number | null,
): ChangeCost {
  return {
    beforeHourly: before?.hourly ?? null,
    afterHourly: after?.hourly ?? null,
    beforeMonthly: before?.monthly ?? null,
    afterMonthly: after?.monthly ?? null,
    diffMonthly: difference(before, after),
    untilExpiry: after === null || secondsToExpiry === null ? null : untilExpiry(after, secondsToExpiry),
    pricedAs: { before: before?.pricedAs ?? null, after: after?.pricedAs ?? null },
    parts: { before: before?.parts ?? [], after: after?.parts ?? [] },
    spotSavingMonthly: after?.spotSavingMonthly ?? null,
  };
}

function untilExpiry({ hourly, monthly }: Rate, seconds: number): string | null {
  return hourly === null || monthly === null ? null : costOver({ hourly, monthly }, seconds);
}

/** Of what is shown, so that a reader's own subtraction agrees; unknown when either side is unpriced. */
function difference(before: Rate | null, after: Rate | null): string | null {
  if (before?.monthly === null || after?.monthly === null) return null;
  return minus(after?.monthly ?? '0', before?.monthly ?? '0');
}
