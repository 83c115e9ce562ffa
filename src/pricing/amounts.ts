import Decimal from 'decimal.js';

/** The hours of a month, as the clouds' own calculators count them. */
const HOURS_PER_MONTH = 730;

/** Converts an hourly price to a monthly one, exactly. Amounts are decimal text. */
export function monthlyOf(hourly: string): string {
  return times(hourly, HOURS_PER_MONTH);
}

/** Converts a monthly price to an hourly one, rounded half up to a millionth. */
export function hourlyOfMonth(monthly: string): string {
  const hourly = new Decimal(monthly).div(HOURS_PER_MONTH);
  return hourly.toDecimalPlaces(6, Decimal.ROUND_HALF_UP).toFixed();
}

/** Rounds an amount half up to the cent. */
export function toCents(amount: string): string {
  return new Decimal(amount).toFixed(2, Decimal.ROUND_HALF_UP);
}

/**
 * Returns the cost of a number of seconds, to the cent. Whole months are charged at the monthly price, and no part of a
 * month costs more than that: some clouds cap the month.
 */
export function costOver(rate: { hourly: string; monthly: string }, seconds: number): string {
  const hours = new Decimal(seconds).div(3600);
  const months = hours.div(HOURS_PER_MONTH).floor();
  const rest = hours.minus(months.times(HOURS_PER_MONTH)).times(rate.hourly);
  return months.times(rate.monthly).plus(Decimal.min(rest, rate.monthly)).toFixed(2, Decimal.ROUND_HALF_UP);
}

/** Returns an amount with all its decimals, at least two: `73.00`, `67.525`. */
export function withCents(amount: string): string {
  const exact = new Decimal(amount);
  return exact.toFixed(Math.max(2, exact.decimalPlaces()));
}

/** Whether `a` is more than `b`, compared exactly. */
export function exceeds(a: string, b: string): boolean {
  return new Decimal(a).greaterThan(b);
}

/** Returns `a - b`, exactly. */
export function minus(a: string, b: string): string {
  return new Decimal(a).minus(b).toFixed();
}

/** Returns `amount * count`, exactly. */
export function times(amount: string, count: number): string {
  return new Decimal(amount).times(count).toFixed();
}

/** Returns the exact sum of decimal texts; `0` for none. */
export function sum(amounts: Iterable<string>): string {
  let total = new Decimal(0);
  for (const amount of amounts) total = total.plus(amount);
  return total.toFixed();
}
