import type { Plan } from '../../plan/plan';
import type { Line } from '../lines';
import { toned } from '../lines';
import type { Style } from '../style';
import { wrapped } from './columns';
import { budgetLines, costLines } from './cost-lines';

/** Renders counts and costs. Other tools read the line `Plan: ...`: not a byte of it may change. */
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
      return 'No changes. Nothing has expired.';
    case 'apply':
      if (plan.unresolved.length > 0)
        return 'The changes are not known before the interrupted apply is recovered.';
      return plan.unsupported.length > 0
        ? 'No changes that this run could apply.'
        : 'No changes. The recorded state matches the configuration.';
  }
}

function dataLossLines(plan: Plan, style: Style): readonly Line[] {
  const lost = plan.changes.filter((change) => change.action === 'replace' && change.losesData);
  if (lost.length === 0) return [];
  const addresses = lost.map(({ address }) => address).join(', ');
  return wrapped(
    `DATA IS LOST: ${addresses} cannot be changed in place; the old resource is deleted with all its data.`,
    style.width,
  ).map((text) => [toned('error', text)]);
}

/** A replace counts in add and in destroy; reads count in none. */
export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

/** Returns the counts of the summary line: changes that this version applies. */
export function countsOf(plan: Pick<Plan, 'changes'>): PlanCounts {
  const count = (...actions: readonly string[]): number =>
    plan.changes.filter(({ action }) => actions.includes(action)).length;
  return {
    add: count('create', 'replace'),
    change: count('update'),
    destroy: count('delete', 'replace'),
  };
}
