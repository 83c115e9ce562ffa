import type { Problem } from '../../errors';
import type { Plan } from '../../plan/plan';
import type { Line } from '../lines';
import { plainOf } from '../lines';
import { PLAIN_STYLE } from '../style';
import { sourceText } from '../text/columns';
import { budgetLines, costLines } from '../text/cost-lines';
import { expiredNotes } from '../text/expiry-notes';
import { byHandLines, movedBaseLines, sourcesText, stoppedLines, unresolvedLines } from '../text/plan-text';
import { dataLossTexts } from '../text/summary-lines';

/** A fact that a reader must know before the changes. Its texts are raw. */
export interface PlanNote {
  readonly kind: 'refused' | 'data-loss' | 'warning' | 'note';
  readonly text: string;
  /** `helix.toml:9`; null where it has no place. */
  readonly place: string | null;
  readonly hint: string | null;
}

/** A style in which no sentence is broken into lines. */
export const UNBROKEN = { ...PLAIN_STYLE, width: Number.MAX_SAFE_INTEGER };

/** Returns the refusals, the data that is lost, the warnings of the configuration, and the notes of the plan, in that order. */
export function planNotes(plan: Plan, problems: readonly Problem[]): readonly PlanNote[] {
  const plain = (kind: PlanNote['kind'], text: string): PlanNote => ({ kind, text, place: null, hint: null });
  return [
    ...plan.refusals.map(({ message, hint, source }): PlanNote => ({
      kind: 'refused',
      text: message,
      place: source === null ? null : sourceText(source),
      hint,
    })),
    ...dataLossTexts(plan).map((text) => plain('data-loss', text)),
    ...problems
      .filter(({ severity }) => severity === 'warning')
      .map(({ message, hint, place }): PlanNote => ({
        kind: 'warning',
        text: message,
        place: place === undefined ? null : sourceText(place),
        hint: hint ?? null,
      })),
    ...standingLines(plan).map((line) => plain('note', plainOf(line))),
  ];
}

/** Returns the ages of the state, the regions and the prices, as a sentence without its end. */
export function agesText(plan: Plan): string {
  const text = sourcesText(plan);
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** The state of the plan itself: interrupted operations, missing prices, the budget, what has expired. */
function standingLines(plan: Plan): readonly Line[] {
  const view = { style: UNBROKEN, full: true, now: plan.about.now };
  const [, ...unpriced] = plan.cost === null ? [] : costLines(plan.cost, UNBROKEN);
  return [
    ...(plan.endpoint === 'embedded' ? [EMULATED] : []),
    ...unresolvedLines(plan, UNBROKEN),
    ...unpriced,
    ...budgetLines(plan, UNBROKEN),
    ...stoppedLines(plan, UNBROKEN),
    ...byHandLines(plan, UNBROKEN),
    ...movedBaseLines(plan, UNBROKEN),
    ...expiredNotes(plan, view),
  ];
}

const EMULATED = ['Embedded emulator: nothing real is created; prices are samples.'];
