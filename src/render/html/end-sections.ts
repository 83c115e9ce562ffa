import type { Plan } from '../../plan/plan';
import { whyUnsupported } from '../../plan/support';
import { symbolOf } from '../changes/change-row';
import { UNBROKEN } from '../changes/plan-notes';
import { plainOf } from '../lines';
import type { MarkdownOptions } from '../markdown/options';
import { approvingCommand, choiceLines } from '../text/plan-text';
import { distanceText, timeText } from '../time-text';
import type { Markup } from './markup';
import { markup, NOTHING } from './markup';

/** The number of items of a list. */
const LISTED = 200;

/** Renders what is not applied, the choices, what expires next, and how to approve. */
export function endSections(plan: Plan, options: MarkdownOptions): readonly Markup[] {
  const { unsupported, expiry, about } = plan;
  const { verified = null } = options;
  const verification =
    verified === null ? [] : [markup`Verified: Terraform would do just that (${verified.length} resources).`];
  return [
    listSection(
      'Not applied by this version',
      unsupported.map((change) => {
        const reason = whyUnsupported(change);
        return markup`<b>${symbolOf(change)}</b> <code>${change.address}</code>${reason === null ? '' : `: ${reason}`}`;
      }),
    ),
    listSection('Choices', [
      ...verification,
      ...choiceLines(plan, UNBROKEN).map((line) => markup`${plainOf(line)}`),
    ]),
    listSection(
      'The next helix destroy --expired',
      expiry.next.map(
        ({ address, expiresAt }) =>
          markup`<code>${address}</code> on ${timeText(expiresAt)} (${distanceText(expiresAt, about.now)})`,
      ),
    ),
    approveSection(plan, options.arguments ?? []),
  ];
}

function listSection(title: string, items: readonly Markup[]): Markup {
  if (items.length === 0) return NOTHING;
  const more = items.length - LISTED;
  return markup`<section><h2>${title}</h2><ul>${items.slice(0, LISTED).map((item) => markup`<li>${item}</li>`)}${
    more > 0 ? markup`<li>and ${more} more</li>` : NOTHING
  }</ul></section>`;
}

function approveSection(plan: Plan, more: readonly string[]): Markup {
  const command = approvingCommand(plan, more);
  if (command === null) return NOTHING;
  return markup`<section id=approve><h2>Approve</h2><pre>${command}</pre></section>`;
}
