import type { ChangeCost } from '../../pricing/cost';
import type { Change } from '../../plan/plan';
import { formatUsd, formatUsdChange, formatUsdRate } from '../../values/money';

/** What a change costs: `+$135.05/mo ($0.185/h)`, `$67.53 -> $135.05/mo (+$67.52)`; null where it costs what it did. */
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

/** What there is to say of a cost beside its amount: what spot saves, and what is not in it. */
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
  const { beforeMonthly: before, afterMonthly: after } = cost;
  if (before === after && before !== null && !full) return null;
  if (before === null && after === null) return UNPRICED;
  if (before === null || after === null) return `${monthly(before)} -> ${monthly(after)}`;
  if (before === after) return monthly(after);
  const difference = cost.diffMonthly === null ? '' : ` (${formatUsdChange(cost.diffMonthly)})`;
  return `${formatUsd(before)} -> ${formatUsd(after)}/mo${difference}`;
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
