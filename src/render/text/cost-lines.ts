import type { PlanCost } from '../../pricing/cost';
import { formatUsd, formatUsdChange, formatUsdRate } from '../../values/money';
import { toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { wrapped } from './columns';

/** What a workspace costs, and what is in no sum. `total`: by itself, with nothing before it. */
export function costLines(
  cost: PlanCost,
  style: Style,
  told: 'change' | 'total' = 'change',
): readonly Line[] {
  const lines: Line[] = [
    [
      `Cost: ${told === 'total' ? totalText(cost) : moneyText(cost)}${cost.basis === 'sample' ? ', at sample prices' : ''}.`,
    ],
  ];
  const add = (tone: Parameters<typeof toned>[0], text: string): void =>
    void lines.push(...wrapped(text, style.width).map((part): Line => [toned(tone, part)]));
  const unpriced = [
    ...cost.unpriced,
    ...cost.partlyUnpriced.map(({ address, parts }) => `${address} (${parts.join(', ')})`),
  ];
  if (unpriced.length > 0) add('warning', `Unpriced, in no sum: ${listed(unpriced)}.`);
  if (cost.byUse.length > 0) add('quiet', `By use, in no sum: ${listed(cost.byUse.map(useText))}.`);
  if (cost.spotSavingMonthly !== '0') {
    add(
      'quiet',
      `Spot saves ${formatUsd(cost.spotSavingMonthly)} a month; such machines may be taken away at any time.`,
    );
  }
  return lines;
}

/** How many of a kind are listed. */
const LIMIT = 20;

function listed(items: readonly string[]): string {
  const more = items.length > LIMIT ? ` and ${items.length - LIMIT} more` : '';
  return `${items.slice(0, LIMIT).join(', ')}${more}`;
}

function useText({ address, name, price }: PlanCost['byUse'][number]): string {
  return `${address} (${name}${price === null ? '' : `, ${formatUsdRate(price)} a GB-month`})`;
}

function totalText({ afterMonthly, afterHourly, unpriced }: PlanCost): string {
  const isKnown = afterMonthly !== '0' || unpriced.length === 0;
  return isKnown ? `${formatUsd(afterMonthly)} a month (${formatUsdRate(afterHourly)}/h)` : 'not known';
}

function moneyText({ beforeMonthly, afterMonthly, diffMonthly, unpriced }: PlanCost): string {
  const after = formatUsd(afterMonthly);
  if (formatUsd(beforeMonthly) !== after) {
    return `${formatUsd(beforeMonthly)} -> ${after} a month (${formatUsdChange(diffMonthly)})`;
  }
  // No price is not a price of nothing.
  return after === '$0.00' && unpriced.length > 0 ? 'not known' : `${after} a month (no change)`;
}
