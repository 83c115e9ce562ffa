import type { Plan, PlanCost } from '../../plan/plan';
import { formatUsd, formatUsdChange, formatUsdRate } from '../../values/money';
import { toned, type Line } from '../lines';
import type { Style } from '../style';
import { budgetLines } from './budget-lines';
import { wrapped } from './columns';
import { countsOf } from './plan-counts';

/** Counts and money. The line `Plan: ...` is read by other tools: not a byte of it may change. */
export function summaryLines(plan: Plan, style: Style): readonly Line[] {
  const { add, change, destroy } = countsOf(plan);
  const isEmpty = add + change + destroy === 0;
  return [
    ...dataLossLines(plan, style),
    ...(isEmpty ? [[nothingText(plan)]] : []),
    [`Plan: ${add} to add, ${change} to change, ${destroy} to destroy.`],
    ...(plan.cost === null ? [] : costLines(plan.cost, style)),
    ...budgetLines(plan, style),
  ];
}

function nothingText(plan: Plan): string {
  switch (plan.mode) {
    case 'destroy':
      return 'No changes. There is nothing to destroy.';
    case 'expired':
      return 'No changes. Nothing is due.';
    case 'apply':
      return plan.unsupported.length > 0 || plan.unresolved.length > 0
        ? 'No changes that this run could apply.'
        : 'No changes. What is recorded is what the configuration asks for.';
  }
}

function dataLossLines(plan: Plan, style: Style): readonly Line[] {
  const lost = plan.changes.filter((change) => change.action === 'replace' && change.losesData);
  if (lost.length === 0) return [];
  const addresses = lost.map(({ address }) => address).join(', ');
  return wrapped(
    `DATA IS LOST: ${addresses} cannot be changed in place; the old is deleted with all that it holds.`,
    style.width,
  ).map((text) => [toned('error', text)]);
}

function costLines(cost: PlanCost, style: Style): readonly Line[] {
  const lines: Line[] = [[`Cost: ${moneyText(cost)}${cost.basis === 'sample' ? ', at sample prices' : ''}.`]];
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

function moneyText({ beforeMonthly, afterMonthly, diffMonthly, unpriced }: PlanCost): string {
  const after = formatUsd(afterMonthly);
  if (formatUsd(beforeMonthly) !== after) {
    return `${formatUsd(beforeMonthly)} -> ${after} a month (${formatUsdChange(diffMonthly)})`;
  }
  // No price is not a price of nothing.
  return after === '$0.00' && unpriced.length > 0 ? 'not known' : `${after} a month (no change)`;
}
