import type { Plan } from '../../plan/plan';
import { exceeds } from '../../pricing/amounts';
import { formatUsd } from '../../values/money';
import { toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { wrapped } from './columns';

/** How a plan stands to the budget: what may be spent, and why more is, where that was allowed. */
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
