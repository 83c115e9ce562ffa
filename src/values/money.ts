import Decimal from 'decimal.js';

/** An amount of US dollars, given as decimal text, to the cent: `$1,361.00`, `-$30.37`. */
export function formatUsd(amount: string): string {
  return signed(new Decimal(amount), 2, '');
}

/** A difference, always with its sign: `+$67.52`, `-$30.37`; `$0.00` when there is none. */
export function formatUsdChange(amount: string): string {
  return signed(new Decimal(amount), 2, '+');
}

/** A rate, with as many decimals as it has, at least two: `$0.185`, `$1.50`. */
export function formatUsdRate(amount: string): string {
  const rate = new Decimal(amount);
  return signed(rate, Math.max(2, rate.decimalPlaces()), '');
}

function signed(amount: Decimal, places: number, plus: string): string {
  const text = amount.abs().toFixed(places);
  const isZero = /^[0.]*$/.test(text);
  const sign = isZero ? '' : amount.isNegative() ? '-' : plus;
  return `${sign}$${text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')}`;
}
