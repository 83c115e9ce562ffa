import { HelixError } from '../errors';
import type { Run } from '../state/state';
import { planDifferences } from './compare';
import { differenceText } from './difference-text';
import type { Change, Plan } from './plan';

/** The approved plan, where it is that of an older state. */
export interface ApprovedBefore {
  readonly plan: Plan;
  /** null: nothing was recorded yet. */
  readonly serial: number | null;
  /** The runs that changed the state since, oldest first. */
  readonly since: readonly Run[];
}

/** The changes, and the differences, that an error lists. */
const LISTED = 20;

/**
 * Returns the error for a plan that is not the one that was approved. A digest does not tell what it stands for, so
 * the approved plan is shown only where it was found.
 */
export function anotherPlan(approved: string, now: Plan, before: ApprovedBefore | null): HelixError {
  const changes = now.changes.map(changeText);
  const lines = [
    `the plan is no longer the approved one: it is now ${now.digest}`,
    `approved: ${approved}${before === null ? '' : `, on ${stateText(before.serial)}`}`,
    `now:      ${now.digest}, on ${stateText(now.about.serial)}`,
    ...(before === null ? [] : listed(planDifferences(before.plan, now))),
    ...(before?.since ?? []).slice(-LISTED).map(runText),
  ];
  const would = changes.length === 0 ? 'change nothing' : listed(changes).join(', ');
  const unknown =
    before === null
      ? ' The files, a price or something recorded differ from what was approved; a plan that is saved with --out and applied as a file tells each difference.'
      : '';
  return new HelixError('refused', lines.join('\n  '), {
    hint: `It would now ${would}.${unknown} Run \`helix plan\` and approve that.`,
  });
}

function changeText(change: Change): string {
  const { action, address } = change;
  const attributes = 'attributes' in change ? change.attributes.map(differenceText) : [];
  return `${action} ${address}${attributes.length === 0 ? '' : ` (${listed(attributes).join(', ')})`}`;
}

function stateText(serial: number | null): string {
  return serial === null || serial === 0 ? 'no recorded state' : `state ${serial}`;
}

function runText({ operation, by, at, commit }: Run): string {
  return `since then: \`${operation}\` by ${by} at ${at}${commit === null ? '' : `, commit ${commit.slice(0, 12)}`}`;
}

function listed(items: readonly string[]): readonly string[] {
  const more = items.length - LISTED;
  return more > 0 ? [...items.slice(0, LISTED), `and ${more} more`] : items;
}
