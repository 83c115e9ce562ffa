import Decimal from 'decimal.js';

/** The hours that a month is priced at, as the clouds' own calculators do. */
const HOURS_PER_MONTH = 730;

/** Dollars a month, rounded half up to the cent, of a price an hour. Amounts are decimal text. */
export function monthlyOf(hourly: string): string {
  return new Decimal(hourly).times(HOURS_PER_MONTH).toFixed(2, Decimal.ROUND_HALF_UP);
}

/** Dollars, rounded half up to the cent, of a price an hour over a number of seconds. */
export function amountFor(hourly: string, seconds: number): string {
  return new Decimal(hourly).times(seconds).div(3600).toFixed(2, Decimal.ROUND_HALF_UP);
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
