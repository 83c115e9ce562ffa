import type { PlanCost } from '../pricing/cost';
import type { BudgetConfig } from '../config/rule';
import { exceeds } from '../pricing/amounts';
import { formatUsd } from '../values/money';
import type { BudgetStanding, PlanMode, Refusal } from './plan';

const WAYS_OUT = 'Remove something, raise the limit, or use `--override-budget REASON`.';

/**
 * Compares the cost after a plan with the budget. A plan that raises no cost is never refused: it must be possible to
 * return below a budget, and to destroy. With a reason to override, the refusals are recorded instead.
 */
export function budgetStanding(
  budget: BudgetConfig,
  mode: PlanMode,
  cost: PlanCost | null,
  reason: string | null,
): { readonly standing: BudgetStanding | null; readonly refusals: readonly Refusal[] } {
  const { monthlyUsd, maxIncreaseUsd } = budget;
  if (monthlyUsd === null && maxIncreaseUsd === null) return { standing: null, refusals: [] };
  const limits = { monthlyUsd: monthlyUsd?.value ?? null, maxIncreaseUsd: maxIncreaseUsd?.value ?? null };
  const refusals: Refusal[] = [];
  if (mode === 'apply' && cost !== null && exceeds(cost.diffMonthly, '0')) {
    const refuse = (rule: string, message: string, source: Refusal['source']): void =>
      void refusals.push({ code: 'budget', rule, address: null, message, hint: WAYS_OUT, source });
    if (monthlyUsd !== null && exceeds(cost.afterMonthly, monthlyUsd.value)) {
      const message = `the workspace would cost ${formatUsd(cost.afterMonthly)} a month, more than \`monthly_usd\`, ${formatUsd(monthlyUsd.value)}`;
      refuse('monthly_usd', message, monthlyUsd.source);
    }
    if (maxIncreaseUsd !== null && exceeds(cost.diffMonthly, maxIncreaseUsd.value)) {
      const message = `this plan adds ${formatUsd(cost.diffMonthly)} a month, more than \`max_increase_usd\`, ${formatUsd(maxIncreaseUsd.value)}`;
      refuse('max_increase_usd', message, maxIncreaseUsd.source);
    }
  }
  if (reason === null || refusals.length === 0) return { standing: { ...limits, override: null }, refusals };
  const override = { reason, broken: refusals.map(({ message }) => message) };
  return { standing: { ...limits, override }, refusals: [] };
}
