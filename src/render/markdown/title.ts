import type { Plan } from '../../plan/plan';
import { formatUsd, formatUsdChange } from '../../values/money';
import { countsOf } from '../text/summary-lines';
import type { ReportOrigin } from './marker';
import { name } from './sentence';

/** Returns the line with counts and costs, which is what most readers read. */
export function titleLine(plan: Plan, origin: ReportOrigin): string {
  const { add, change, destroy } = countsOf(plan);
  const counts = `${add} to add, ${change} to change, ${destroy} to destroy`;
  return `${headingOf(plan, origin)}: ${counts}${plan.cost === null ? '' : ` \u00b7 ${costText(plan.cost)}`}`;
}

/** Returns the start of the title; with what tells this report from others on the same pull request. */
export function headingOf({ workspace }: Pick<Plan, 'workspace'>, origin: ReportOrigin): string {
  const { directory = '.', environment } = origin;
  const places = [
    ...(directory === '.' ? [] : [name(directory)]),
    ...(workspace === 'default' ? [] : [`workspace ${name(workspace)}`]),
    ...(environment === undefined ? [] : [`environment ${name(environment)}`]),
  ];
  return places.length === 0 ? '### Helix' : `### Helix (${places.join(', ')})`;
}

/** Returns the cost of the workspace: `$238.06 -> $423.40 a month (+$185.34)`. */
export function costText({
  beforeMonthly,
  afterMonthly,
  diffMonthly,
  unpriced,
}: NonNullable<Plan['cost']>): string {
  const after = formatUsd(afterMonthly);
  if (formatUsd(beforeMonthly) !== after) {
    return `${formatUsd(beforeMonthly)} -> ${after} a month (${formatUsdChange(diffMonthly)})`;
  }
  // A missing price is not a price of 0.
  return after === '$0.00' && unpriced.length > 0 ? 'cost not known' : `${after} a month`;
}
