import type { Change, Plan } from '../../plan/plan';
import { exceeds } from '../../pricing/amounts';
import type { ChangeCost, PlanCost } from '../../pricing/cost';
import { formatUsd, formatUsdChange, formatUsdRate } from '../../values/money';
import type { Line } from '../lines';
import { toned } from '../lines';
import type { Style } from '../style';
import { wrapped } from './columns';

/** Renders the cost of a workspace, and the items in no sum. `total`: the cost alone, without the one before. */
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
  if (exceeds(cost.spotSavingMonthly, '0')) {
    add(
      'quiet',
      `Spot saves ${formatUsd(cost.spotSavingMonthly)} a month; such machines may be taken away at any time.`,
    );
  }
  return lines;
}

/** The number of items of a kind that are listed. */
const LIMIT = 20;

function listed(items: readonly string[]): string {
  const more = items.length > LIMIT ? ` and ${items.length - LIMIT} more` : '';
  return `${items.slice(0, LIMIT).join(', ')}${more}`;
}

function useText({ address, name, price }: PlanCost['byUse'][number]): string {
  return `${address} (${name}${price === null ? '' : `, ${formatUsdRate(price)} a GB-month`})`;
}

function totalText({ afterMonthly, afterHourly, unpriced }: PlanCost): string {
  const isKnown = exceeds(afterMonthly, '0') || unpriced.length === 0;
  return isKnown ? `${formatUsd(afterMonthly)} a month (${formatUsdRate(afterHourly)}/h)` : 'not known';
}

function moneyText({ beforeMonthly, afterMonthly, diffMonthly, unpriced }: PlanCost): string {
  const after = formatUsd(afterMonthly);
  if (formatUsd(beforeMonthly) !== after) {
    return `${formatUsd(beforeMonthly)} -> ${after} a month (${formatUsdChange(diffMonthly)})`;
  }
  // A missing price is not a price of 0.
  return after === '$0.00' && unpriced.length > 0 ? 'not known' : `${after} a month (no change)`;
}

/** Returns the cost of a change: `+$135.05/mo ($0.185/h)`, `$67.53 -> $135.05/mo (+$67.52)`; null where the cost stays the same. */
export function costText(change: Change, full: boolean): string | null {
  const { cost } = change;
  if (cost === null) return null;
  switch (change.action) {
    case 'create':
      return cost.afterMonthly === null ? UNPRICED : `${added(cost.afterMonthly)}${rate(cost.afterHourly)}`;
    case 'delete':
      return cost.beforeMonthly === null ? UNPRICED : `${formatUsdChange(`-${cost.beforeMonthly}`)}/mo`;
    case 'read':
      return cost.afterMonthly === null ? UNPRICED : `${formatUsd(cost.afterMonthly)}/mo`;
    case 'update':
    case 'replace':
      return movedText(cost, full);
  }
}

/** Returns notes on a cost: the saving of spot, and the parts without a price. */
export function costAsides({ cost, action }: Change): readonly string[] {
  if (cost === null || action === 'delete' || action === 'read') return [];
  const unpriced = cost.parts.after.flatMap(({ name, price, quantity }) =>
    price === null && quantity !== null ? [name] : [],
  );
  return [
    ...(cost.spotSavingMonthly === null ? [] : [`spot saves ${formatUsd(cost.spotSavingMonthly)}/mo`]),
    ...(unpriced.length === 0 ? [] : [`unpriced, not in it: ${unpriced.join(', ')}`]),
  ];
}

const UNPRICED = 'unpriced';

function movedText(cost: ChangeCost, full: boolean): string | null {
  const { beforeMonthly, afterMonthly } = cost;
  if (beforeMonthly === null && afterMonthly === null) return UNPRICED;
  if (beforeMonthly === null || afterMonthly === null)
    return `${monthly(beforeMonthly)} -> ${monthly(afterMonthly)}`;
  const [before, after] = [formatUsd(beforeMonthly), formatUsd(afterMonthly)];
  if (before === after) return full ? `${after}/mo` : null;
  const difference = cost.diffMonthly === null ? '' : ` (${formatUsdChange(cost.diffMonthly)})`;
  return `${before} -> ${after}/mo${difference}`;
}

function monthly(amount: string | null): string {
  return amount === null ? UNPRICED : `${formatUsd(amount)}/mo`;
}

function added(amount: string): string {
  return `${formatUsdChange(amount)}/mo`;
}

function rate(hourly: string | null): string {
  return hourly === null ? '' : ` (${formatUsdRate(hourly)}/h)`;
}

/** Renders the budget: its limits, whether they are exceeded, and the reason of an override. */
export function budgetLines({ budget, cost }: Plan, style: Style): readonly Line[] {
  if (budget === undefined) return [];
  const { monthlyUsd, maxIncreaseUsd, override } = budget;
  const limits = [
    ...(monthlyUsd === null ? [] : [`${formatUsd(monthlyUsd)} a month`]),
    ...(maxIncreaseUsd === null ? [] : [`${formatUsd(maxIncreaseUsd)} more at a time`]),
  ];
  const isOver = monthlyUsd !== null && cost !== null && exceeds(cost.afterMonthly, monthlyUsd);
  const tone = isOver || override !== null ? 'warning' : 'quiet';
  const told = [`Budget: ${limits.join(', ')}${isOver ? '; it is exceeded' : ''}.`];
  if (override !== null) {
    told.push(`Budget overridden: ${override.reason}`, ...override.broken.map((rule) => `  ${rule}`));
  }
  return told.flatMap((text) => wrapped(text, style.width).map((part): Line => [toned(tone, part)]));
}
