import Decimal from 'decimal.js';

/** Returns the decimal text of a JSON price (number or text), or undefined for a value that is not a price. */
export function decimalText(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  if (!/^\d+(\.\d+)?([eE][+-]?\d+)?$/.test(String(value))) return undefined;
  const amount = new Decimal(value);
  return amount.isFinite() ? amount.toDecimalPlaces(9, Decimal.ROUND_HALF_UP).toFixed() : undefined;
}

/** Converts a monthly price to an hourly one, rounded to 1e-6, for a month of `hours` hours. */
export function perHour(monthly: string, hours: number): string {
  return new Decimal(monthly).div(hours).toDecimalPlaces(6, Decimal.ROUND_HALF_UP).toFixed();
}

/** Converts an hourly price to one of a month of 730 hours. */
export function perMonth(hourly: string): string {
  return new Decimal(hourly).times(730).toFixed();
}
