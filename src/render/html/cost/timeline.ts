import type { Plan } from '../../../plan/plan';
import { sum } from '../../../pricing/amounts';
import { formatUsd } from '../../../values/money';
import { dateText, timeText } from '../../time-text';
import type { Markup } from '../markup';
import { markup, NOTHING } from '../markup';
import { costDays, DAYS } from './cost-days';
import type { CostDay } from './cost-days';

/** Renders the cost of each of the next days, and the times at which it falls. */
export function timelineSection(plan: Plan): Markup {
  const days = costDays(plan);
  const most = Math.max(...days.map(({ cost }) => Number(cost)));
  if (most === 0) return NOTHING;
  const [first, last] = [days[0], days.at(-1)];
  return markup`<section id=timeline><h2>Cost of the next ${DAYS} days</h2>
<p>${formatUsd(sum(days.map(({ cost }) => cost)))} in all, if this plan is applied now and what expires is destroyed when it does.</p>
<p class=key><i class=a></i> a day <i class=fall></i> a day in which something expires</p>
<div class=days role=img aria-label="Cost of each day">${days.map((day) => bar(day, most))}</div>
<p class=axis><span>${dateText(first?.from ?? '')}: ${formatUsd(first?.cost ?? '0')} a day</span> <span>${dateText(last?.from ?? '')}: ${formatUsd(last?.cost ?? '0')} a day</span></p>
${falls(days)}
<details><summary>Every day</summary><table class=plain><thead><tr><th>Day from</th><th>Cost</th></tr></thead><tbody>${days.map(
    ({ from, cost }) => markup`<tr><td>${timeText(from)}</td><td class=n>${formatUsd(cost)}</td></tr>`,
  )}</tbody></table></details></section>`;
}

function bar({ from, cost, expiring }: CostDay, most: number): Markup {
  const height = Math.max(1, Math.round((Number(cost) / most) * 1_000) / 10);
  const ends = expiring.length === 0 ? '' : `; ${expiring.length} expire`;
  const title = `${dateText(from)}: ${formatUsd(cost)}${ends}`;
  return markup`<i${expiring.length === 0 ? NOTHING : markup` class=fall`} style="height:${height}%" title="${title}"></i>`;
}

/** The number of expiries that are listed one by one. */
const LISTED = 30;

function falls(days: readonly CostDay[]): Markup {
  const expiring = days.flatMap((day) => day.expiring);
  if (expiring.length === 0) return markup`<p>Nothing expires in this time.</p>`;
  const more = expiring.length - LISTED;
  return markup`<ul class=falls>${expiring
    .slice(0, LISTED)
    .map(
      ({ address, at, monthly }) =>
        markup`<li><time>${timeText(at)}</time> <code>${address}</code> expires: ${formatUsd(`-${monthly}`)} a month</li>`,
    )}${more > 0 ? markup`<li>and ${more} more</li>` : NOTHING}</ul>`;
}
