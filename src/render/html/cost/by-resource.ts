import type { Plan } from '../../../plan/plan';
import { exceeds, sum } from '../../../pricing/amounts';
import { formatUsd } from '../../../values/money';
import type { Markup } from '../markup';
import { markup, NOTHING } from '../markup';

/** The number of resources that are drawn; the others are one line. */
const DRAWN = 20;

/** Renders the cost of each resource before and after the plan, the dearest first. */
export function costSection(plan: Plan): Markup {
  const priced = [...plan.changes, ...plan.kept, ...plan.unsupported]
    .map(({ address, cost }) => ({
      address,
      before: cost?.beforeMonthly ?? '0',
      after: cost?.afterMonthly ?? '0',
    }))
    .filter(({ before, after }) => exceeds(before, '0') || exceeds(after, '0'))
    .sort((a, b) => Number(dearest(b)) - Number(dearest(a)) || (a.address < b.address ? -1 : 1));
  if (priced.length === 0) return NOTHING;
  const most = Number(dearest(priced[0]));
  const others = priced.slice(DRAWN);
  return markup`<section id=cost><h2>Cost by resource</h2><p class=key><i class=b></i> before <i class=a></i> after, a month</p><ul class=bars>${priced
    .slice(0, DRAWN)
    .map(
      ({ address, before, after }) =>
        markup`<li><code>${address}</code> <span class=n>${amounts(before, after)}</span>${bar('b', before, most)}${bar('a', after, most)}</li>`,
    )}</ul>${others.length === 0 ? NOTHING : othersLine(others)}</section>`;
}

interface Priced {
  readonly before: string;
  readonly after: string;
}

function amounts(before: string, after: string): string {
  const [was, is] = [formatUsd(before), formatUsd(after)];
  return was === is ? is : `${was} \u2192 ${is}`;
}

function othersLine(others: readonly Priced[]): Markup {
  const total = (side: keyof Priced): string => sum(others.map((one) => one[side]));
  return markup`<p>and ${others.length} more: ${amounts(total('before'), total('after'))} a month together</p>`;
}

function dearest(one: Priced | undefined): string {
  if (one === undefined) return '0';
  return exceeds(one.before, one.after) ? one.before : one.after;
}

function bar(side: 'a' | 'b', amount: string, most: number): Markup {
  return markup`<i class=${side} style="width:${Math.round((Number(amount) / most) * 1_000) / 10}%"></i>`;
}
