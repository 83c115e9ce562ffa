import Decimal from 'decimal.js';

/** Renders an amount of US dollars, given as decimal text, to the cent: `$1,361.00`, `-$30.37`. */
export function formatUsd(amount: string): string {
  return inCents(amount, '');
}

/** Renders a difference with its sign: `+$67.52`, `-$30.37`, `$0.00`. */
export function formatUsdChange(amount: string): string {
  return inCents(amount, '+');
}

/** Renders a rate with all its decimals, at least two: `$0.185`, `$1.50`. */
export function formatUsdRate(amount: string): string {
  const rate = new Decimal(amount);
  return signed(rate, Math.max(2, rate.decimalPlaces()), '');
}

/** Most amounts have whole cents and need no arithmetic. */
const CENTS = /^(-?)(\d+\.\d\d)$/;

function inCents(amount: string, plus: string): string {
  const [, minus, text] = CENTS.exec(amount) ?? [];
  return text === undefined ? signed(new Decimal(amount), 2, plus) : written(text, minus === '-', plus);
}

function signed(amount: Decimal, places: number, plus: string): string {
  return written(amount.abs().toFixed(places), amount.isNegative(), plus);
}

function written(text: string, isNegative: boolean, plus: string): string {
  const isZero = /^[0.]*$/.test(text);
  const sign = isZero ? '' : isNegative ? '-' : plus;
  return `${sign}$${text.length < 7 ? text : text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')}`;
}
