const PLACES = 9;
const DECIMAL = /^(\d{1,6})(?:\.(\d{1,9}))?$/;

/**
 * A price as a whole number of billionths of a dollar, for comparing and ordering without rounding; NaN for what is no
 * price: a sign, an exponent, a million dollars, more than nine decimals.
 */
export function nanos(price: string): number {
  const parts = DECIMAL.exec(price);
  if (parts === null) return Number.NaN;
  return Number(`${parts[1] ?? ''}${(parts[2] ?? '').padEnd(PLACES, '0')}`);
}
