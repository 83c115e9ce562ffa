import Decimal from 'decimal.js';

/** The decimal text of a price as JSON has it, number or text; undefined for what is no price. */
export function decimalText(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  if (!/^\d+(\.\d+)?([eE][+-]?\d+)?$/.test(String(value))) return undefined;
  const amount = new Decimal(value);
  return amount.isFinite() ? amount.toDecimalPlaces(9, Decimal.ROUND_HALF_UP).toFixed() : undefined;
}

/** A price a month as one an hour of a month of so many hours, to a millionth. */
export function perHour(monthly: string, hours: number): string {
  return new Decimal(monthly).div(hours).toDecimalPlaces(6, Decimal.ROUND_HALF_UP).toFixed();
}

/** A price an hour as one a month of 730 hours. */
export function perMonth(hourly: string): string {
  return new Decimal(hourly).times(730).toFixed();
}
