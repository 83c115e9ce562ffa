import Decimal from 'decimal.js';

/** The hours that a month is priced at, as the clouds' own calculators do. */
const HOURS_PER_MONTH = 730;

/** Dollars a month, rounded half up to the cent, of a price an hour. Amounts are decimal text. */
export function monthlyOf(hourly: string): string {
  return new Decimal(hourly).times(HOURS_PER_MONTH).toFixed(2, Decimal.ROUND_HALF_UP);
}

/** Dollars a month, rounded half up to the cent, of a price an hour in a month of so many charged hours. */
export function monthlyAt(hourly: string, monthHours: number): string {
  return new Decimal(hourly).times(monthHours).toFixed(2, Decimal.ROUND_HALF_UP);
}

/** Dollars an hour, rounded half up to a millionth, of a price a month. */
export function hourlyOfMonth(monthly: string): string {
  const hourly = new Decimal(monthly).div(HOURS_PER_MONTH);
  return hourly.toDecimalPlaces(6, Decimal.ROUND_HALF_UP).toFixed();
}

/** The amount, rounded half up to the cent. */
export function toCents(amount: string): string {
  return new Decimal(amount).toFixed(2, Decimal.ROUND_HALF_UP);
}

/**
 * Dollars of a rate over a number of seconds, to the cent. No month of it costs more than its monthly price, so a cloud
 * that caps the month is followed; whole months are charged as such.
 */
export function costOver(rate: { hourly: string; monthly: string }, seconds: number): string {
  const hours = new Decimal(seconds).div(3600);
  const months = hours.div(HOURS_PER_MONTH).floor();
  const rest = hours.minus(months.times(HOURS_PER_MONTH)).times(rate.hourly);
  return months.times(rate.monthly).plus(Decimal.min(rest, rate.monthly)).toFixed(2, Decimal.ROUND_HALF_UP);
}

/** Whether `a` is more than `b`, exactly. */
export function exceeds(a: string, b: string): boolean {
  return new Decimal(a).greaterThan(b);
}

/** `a - b`, exact. */
export function minus(a: string, b: string): string {
  return new Decimal(a).minus(b).toFixed();
}

/** `amount * count`, exact. */
export function times(amount: string, count: number): string {
  return new Decimal(amount).times(count).toFixed();
}

/** The exact sum of decimal texts; `0` for none. */
export function sum(amounts: Iterable<string>): string {
  let total = new Decimal(0);
  for (const amount of amounts) total = total.plus(amount);
  return total.toFixed();
}
