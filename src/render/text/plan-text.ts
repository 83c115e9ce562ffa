import type { Plan } from '../../plan/plan';
import { textOf, toned, type Line } from '../lines';
import type { Style } from '../style';
import { changeLines } from './change-lines';
import { driftLines } from './drift-lines';
import { expiryNotes } from './expiry-notes';
import { headerLines } from './header-lines';
import type { PlanView } from './plan-view';
import { refusalLines } from './refusal-lines';
import { nextStepLines } from './next-step-lines';
import { summaryLines } from './summary-lines';
import { stoppedLines, unresolvedLines } from './condition-lines';

export interface PlanOptions {
  /** Every attribute, also those that stay, and every list to its end. */
  readonly full?: boolean;
  /** False where the reader is about to be asked: the command that would approve is left out. */
  readonly nextStep?: boolean;
  /** Words of the command line that the plan does not know and that approving it needs again: `--local`. */
  readonly arguments?: readonly string[];
}

/** The plan as people read it: what was found, what changes, what needs attention, and the sums. */
export function renderPlan(plan: Plan, style: Style, options: PlanOptions = {}): string {
  const view: PlanView = { style, full: options.full ?? false, now: plan.about.now };
  const sections: readonly (readonly Line[])[] = [
    headerLines(plan, style),
    driftLines(plan, view),
    changesSection(plan, view),
    unsupportedSection(plan, view),
    view.full ? unchangedSection(plan) : [],
    [...unresolvedLines(plan, style), ...stoppedLines(plan, style), ...expiryNotes(plan, view)],
    refusalLines(plan, style),
    [
      ...summaryLines(plan, style),
      ...(options.nextStep === false ? [] : nextStepLines(plan, options.arguments ?? [])),
    ],
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return shown.map((lines) => textOf(lines, style)).join('\n');
}

function changesSection(plan: Plan, view: PlanView): readonly Line[] {
  return plan.changes.flatMap((change) => changeLines(change, view));
}

function unsupportedSection({ unsupported }: Plan, view: PlanView): readonly Line[] {
  if (unsupported.length === 0) return [];
  return [
    [toned('strong', 'Not applied by this version:')],
    ...unsupported.flatMap((change) => changeLines(change, view)),
    ['`helix apply` refuses while these are in its scope; `--target ADDRESS` chooses others.'],
  ];
}

function unchangedSection({ unchanged }: Plan): readonly Line[] {
  if (unchanged.length === 0) return [];
  return [['Unchanged:'], ...unchanged.map(({ address }): Line => [`    ${address}`])];
}
