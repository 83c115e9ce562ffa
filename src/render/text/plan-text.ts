import type { Change, Plan } from '../../plan/plan';
import { whyUnsupported } from '../../plan/support';
import type { ToolChange } from '../../ports/engine';
import { textOf, toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { changeLines } from './change-lines';
import { choiceLines } from './choice-lines';
import { driftLines } from './drift-lines';
import { expiryNotes } from './expiry-notes';
import { headerLines } from './header-lines';
import type { PlanView } from './plan-view';
import { refusalLines } from './refusal-lines';
import { nextStepLines } from './next-step-lines';
import { summaryLines } from './summary-lines';
import { verifiedLines } from './verified-lines';
import { stoppedLines, unresolvedLines } from './condition-lines';

export interface PlanOptions {
  /** Every attribute, also those that stay, and every list to its end. */
  readonly full?: boolean;
  /** False where the reader is about to be asked: the command that would approve is left out. */
  readonly nextStep?: boolean;
  /** Words of the command line that the plan does not know and that approving it needs again: `--local`. */
  readonly arguments?: readonly string[];
  /** What the engines' own tools would do; null where they were not asked. */
  readonly verified?: readonly ToolChange[] | null;
}

/** The plan as people read it: what was found, what changes, what needs attention, and the sums. */
export function renderPlan(plan: Plan, style: Style, options: PlanOptions = {}): string {
  const view: PlanView = { style, full: options.full ?? false, now: plan.about.now };
  const text = (lines: readonly Line[]): string => textOf(lines, style);
  const sections: readonly string[] = [
    text(headerLines(plan, style)),
    text(driftLines(plan, view)),
    changesText(plan.changes, view),
    unsupportedText(plan, view),
    text(verifiedLines(options.verified ?? null, style)),
    text(view.full ? unchangedLines(plan) : []),
    text(choiceLines(plan, style)),
    text([...unresolvedLines(plan, style), ...stoppedLines(plan, style), ...expiryNotes(plan, view)]),
    text(refusalLines(plan, style)),
    text([
      ...summaryLines(plan, style),
      ...(options.nextStep === false ? [] : nextStepLines(plan, options.arguments ?? [])),
    ]),
  ];
  return sections.filter((section) => section !== '').join('\n');
}

// Each change becomes text at once: the lines of 100,000 are too many to hold.
function changesText(changes: readonly Change[], view: PlanView): string {
  return changes.map((change) => textOf(changeLines(change, view), view.style)).join('');
}

function unsupportedText({ unsupported }: Plan, view: PlanView): string {
  if (unsupported.length === 0) return '';
  const title: Line = [toned('strong', 'Not applied by this version:')];
  const reasons = unsupported.flatMap((change): Line[] => {
    const reason = whyUnsupported(change);
    return reason === null ? [] : [[`${change.address}: ${reason}.`]];
  });
  const wayOut: Line = [
    '`helix apply` refuses while these are in its scope; `--target ADDRESS` chooses others.',
  ];
  return (
    textOf([title], view.style) + changesText(unsupported, view) + textOf([...reasons, wayOut], view.style)
  );
}

function unchangedLines({ unchanged }: Plan): readonly Line[] {
  if (unchanged.length === 0) return [];
  return [['Unchanged:'], ...unchanged.map(({ address }): Line => [`    ${address}`])];
}
