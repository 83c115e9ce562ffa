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
      return plan.unsupported.length > 0 || plan.expiry.expired.some(({ edits }) => edits !== undefined)
        ? 'No changes that this run could apply.'
        : `No changes. ${plan.drift.length > 0 ? 'What exists' : 'The recorded state'} matches the configuration.`;
  }
}

function dataLossLines(plan: Plan, style: Style): readonly Line[] {
  return dataLossTexts(plan).flatMap((text) =>
    wrapped(`DATA IS LOST: ${text}`, style.width).map((part): Line => [toned('error', part)]),
  );
}

/** Returns the resources whose data this plan deletes, as sentences. */
export function dataLossTexts(plan: Plan): readonly string[] {
  const replaced = plan.changes.filter((change) => change.action === 'replace' && change.losesData);
  const deleted = plan.changes.filter((change) => change.action === 'delete' && change.losesData);
  return [
    ...(replaced.length === 0
      ? []
      : [`${listed(replaced)} cannot be changed in place; the old resource is deleted with all its data.`]),
    ...(deleted.length === 0 ? [] : [deletedText(deleted, plan.mode)]),
  ];
}

function deletedText(deleted: Plan['changes'], mode: Plan['mode']): string {
  const lost = `${listed(deleted)} ${deleted.length === 1 ? 'is' : 'are'} deleted with all data.`;
  if (mode !== 'apply') return lost;
  return (
    `${lost} To keep it, restore the table, or give the table that follows it the same \`cluster_id\`: ` +
    'the cluster is then moved, as by `helix state mv`.'
  );
}

/** The number of addresses that one sentence names. */
const NAMED = 10;

function listed(changes: Plan['changes']): string {
  const names = changes.slice(0, NAMED).map(({ address }) => address);
  const more = changes.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
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
