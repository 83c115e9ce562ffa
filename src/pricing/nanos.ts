const PLACES = 9;
const DECIMAL = /^(\d{1,6})(?:\.(\d{1,9}))?$/;

/**
 * Converts a price to a whole number of billionths of a dollar, to compare and order prices without rounding. NaN for an
 * invalid price: one with a sign, an exponent, a million dollars or more than nine decimals.
 */
export function nanos(price: string): number {
  const parts = DECIMAL.exec(price);
  if (parts === null) return Number.NaN;
  return Number(`${parts[1] ?? ''}${(parts[2] ?? '').padEnd(PLACES, '0')}`);
}
