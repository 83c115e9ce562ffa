import type { Problem } from '../../errors';
import type { Plan } from '../../plan/plan';
import { plainOf } from '../lines';
import { PLAIN_STYLE } from '../style';
import { sourceText } from '../text/columns';
import { budgetLines, costLines } from '../text/cost-lines';
import { driftLines } from '../text/drift-lines';
import { expiredNotes } from '../text/expiry-notes';
import { stoppedLines, unresolvedLines } from '../text/plan-text';
import { dataLossTexts } from '../text/summary-lines';
import { withinBytes } from './elide';
import { fenced, prose, shortened } from './inert';
import { name, sentence } from './sentence';

/** A style in which no sentence is broken into lines. */
export const UNBROKEN = { ...PLAIN_STYLE, width: Number.MAX_SAFE_INTEGER };

/** Returns what a reader must know first, as lists: refusals, data that is lost, warnings. */
export function noteLists(plan: Plan, problems: readonly Problem[]): readonly string[] {
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  return [
    ...listOf(plan.refusals.map(refusalItem), 6_000),
    ...listOf(
      dataLossTexts(plan).map((text) => `- **Data is lost:** ${sentence(text)}`),
      3_000,
    ),
    ...listOf([...warnings.map(problemItem), ...standing(plan)], 6_000),
  ];
}

/** Returns one list of the items that have room in some bytes; nothing where there are none. */
export function listOf(items: readonly string[], most: number): readonly string[] {
  if (items.length === 0) return [];
  return [withinBytes(items, most, (count) => `- and ${count} more`).join('\n')];
}

/** Returns the differences from the records, as the text shows them. */
export function driftSection(plan: Plan): readonly string[] {
  const [title, ...lines] = driftLines(plan, { style: PLAIN_STYLE, full: false, now: plan.about.now });
  if (title === undefined) return [];
  const texts = lines.map((line) => shortened(plainOf(line), 300));
  return [
    prose(plainOf(title)),
    fenced(
      '',
      withinBytes(texts, 3_000, (count) => `... and ${count} lines more`),
    ),
  ];
}

function refusalItem({ message, hint, source }: Plan['refusals'][number]): string {
  return `- **Refused:** ${sentence(message)}${placeText(source)}. ${sentence(hint)}`;
}

function problemItem({ message, hint, place }: Problem): string {
  const end = hint === undefined ? '' : ` ${sentence(hint)}`;
  return `- **Warning:** ${sentence(message)}${placeText(place ?? null)}.${end}`;
}

function placeText(source: Plan['refusals'][number]['source']): string {
  return source === null ? '' : ` (${name(sourceText(source))})`;
}

/** The warnings of the plan itself: interrupted operations, missing prices, the budget, what has expired. */
function standing(plan: Plan): readonly string[] {
  const view = { style: UNBROKEN, full: true, now: plan.about.now };
  const [, ...unpriced] = plan.cost === null ? [] : costLines(plan.cost, UNBROKEN);
  const lines = [
    ...(plan.endpoint === 'embedded' ? [EMULATED] : []),
    ...unresolvedLines(plan, UNBROKEN),
    ...unpriced,
    ...budgetLines(plan, UNBROKEN),
    ...stoppedLines(plan, UNBROKEN),
    ...expiredNotes(plan, view),
  ];
  return lines.map((line) => `- **Note:** ${sentence(plainOf(line))}`);
}

const EMULATED = ['Embedded emulator: nothing real is created; prices are samples.'];
