import type { Problem } from '../../errors';
import type { Plan } from '../../plan/plan';
import { planNotes } from '../changes/plan-notes';
import type { PlanNote } from '../changes/plan-notes';
import { plainOf } from '../lines';
import { PLAIN_STYLE } from '../style';
import { driftLines } from '../text/drift-lines';
import { printable } from '../../values/printable';
import { withinBytes } from './elide';
import { fenced, prose, shortened } from './inert';
import { name, sentence } from './sentence';

/** Returns the facts to know first, as lists: refusals, data that is lost, warnings with the notes. */
export function noteLists(plan: Plan, problems: readonly Problem[]): readonly string[] {
  const notes = planNotes(plan, problems);
  const items = (...kinds: readonly PlanNote['kind'][]): readonly string[] =>
    notes.filter(({ kind }) => kinds.includes(kind)).map(noteItem);
  return [
    ...listOf(items('refused'), 5_000),
    ...listOf(items('data-loss'), 3_000),
    ...listOf(items('warning', 'note'), 6_000),
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
  const texts = lines.map((line) => shortened(printable(plainOf(line)), 300));
  return [
    prose(plainOf(title)),
    fenced(
      '',
      withinBytes(texts, 3_000, (count) => `... and ${count} lines more`),
    ),
  ];
}

const TITLES: Record<PlanNote['kind'], string> = {
  refused: 'Refused',
  'data-loss': 'Data is lost',
  warning: 'Warning',
  note: 'Note',
};

function noteItem({ kind, text, place, hint }: PlanNote): string {
  const where = place === null ? '' : ` (${name(place)})`;
  // Refusals have no full stop at their end.
  const end = kind === 'refused' ? '.' : '';
  return `- **${TITLES[kind]}:** ${sentence(text)}${where}${end}${hint === null ? '' : ` ${sentence(hint)}`}`;
}
