import type { Plan } from '../../plan/plan';
import { formatUsd, formatUsdChange } from '../../values/money';
import { agesText, planNotes, UNBROKEN } from '../changes/plan-notes';
import type { PlanNote } from '../changes/plan-notes';
import { plainOf } from '../lines';
import type { MarkdownOptions } from '../markdown/options';
import { PLAIN_STYLE } from '../style';
import { driftLines } from '../text/drift-lines';
import { headerLines } from '../text/plan-text';
import { countsOf } from '../text/summary-lines';
import type { Markup } from './markup';
import { markup, NOTHING, prose } from './markup';

/** Renders the project, the counts, the cost, and the facts to know before the changes. */
export function headSections(plan: Plan, options: MarkdownOptions): readonly Markup[] {
  const [title = '', , ...scope] = headerLines(plan, UNBROKEN).map(plainOf);
  return [
    markup`<header><h1>${plan.project}</h1><p>${title.slice(plan.project.length + 2)}. ${agesText(plan)}.</p>${scope.map(
      (line) => markup`<p class=scope>${line}</p>`,
    )}</header>`,
    tiles(plan),
    notesSection(planNotes(plan, options.problems ?? [])),
    driftSection(plan),
  ];
}

function tiles({ changes, cost, refusals }: Plan): Markup {
  const { add, change, destroy } = countsOf({ changes });
  return markup`<ul class=tiles>${refusals.length > 0 ? markup`<li class=delete><b>Refused</b> cannot be applied</li>` : NOTHING}${countTile('create', add, 'to add')}${countTile('update', change, 'to change')}${countTile('delete', destroy, 'to destroy')}${
    cost === null ? NOTHING : costTiles(cost)
  }</ul>`;
}

/** A count of zero has no colour: it wants no attention. */
function countTile(action: string, count: number, text: string): Markup {
  return markup`<li${count === 0 ? NOTHING : markup` class=${action}`}><b>${count}</b> ${text}</li>`;
}

function costTiles({
  beforeMonthly,
  afterMonthly,
  diffMonthly,
  unpriced,
  basis,
}: NonNullable<Plan['cost']>): Markup {
  const isKnown = formatUsd(afterMonthly) !== '$0.00' || unpriced.length === 0;
  const note = basis === 'sample' ? ' at sample prices' : '';
  return markup`<li><b>${isKnown ? formatUsd(afterMonthly) : 'not known'}</b> a month${note}</li><li><b>${formatUsdChange(diffMonthly)}</b> against ${formatUsd(beforeMonthly)} before</li>`;
}

/** The number of notes of a page. */
const LISTED = 200;

const TITLES: Record<PlanNote['kind'], string> = {
  refused: 'Refused',
  'data-loss': 'Data is lost',
  warning: 'Warning',
  note: 'Note',
};

function notesSection(notes: readonly PlanNote[]): Markup {
  if (notes.length === 0) return NOTHING;
  const more = notes.length - LISTED;
  return markup`<ul class=notes>${notes
    .slice(0, LISTED)
    .map(
      ({ kind, text, place, hint }) =>
        markup`<li class=${kind}><b>${TITLES[kind]}:</b> ${prose(text)}${
          place === null ? NOTHING : markup` <code>${place}</code>`
        }${hint === null ? NOTHING : markup`<br>${prose(hint)}`}</li>`,
    )}${more > 0 ? markup`<li>and ${more} more</li>` : NOTHING}</ul>`;
}

function driftSection(plan: Plan): Markup {
  const [title, ...lines] = driftLines(plan, { style: PLAIN_STYLE, full: true, now: plan.about.now }).map(
    plainOf,
  );
  if (title === undefined) return NOTHING;
  return markup`<section id=drift><h2>${title.replace(/:$/, '')}</h2><pre>${lines.map((line) => markup`${line}\n`)}</pre></section>`;
}
