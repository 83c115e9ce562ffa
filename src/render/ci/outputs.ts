import type { Plan } from '../../plan/plan';
import { sum } from '../../pricing/amounts';
import { decodeImageOutputs } from '../../resources/image/outputs';
import type { State } from '../../state/state';
import { countsOf } from '../text/summary-lines';

/**
 * Renders the plans of a step as its outputs: digests and numbers only. `changes` is the number of resources that are
 * added, changed or destroyed; costs are USD a month, empty where not everything has a price. Several plans, of several
 * directories, are added up, and have no digest to approve.
 */
export function renderStepOutputs(plans: readonly Plan[]): string {
  const [only = null] = plans.length === 1 ? plans : [];
  const outputs = {
    changes: plans.reduce((sum, plan) => sum + changesOf(plan), 0),
    ...(only !== null && { digest: only.digest }),
    monthly_cost: sumOf(plans, 'afterMonthly'),
    monthly_difference: sumOf(plans, 'diffMonthly'),
    refused: plans.some(({ refusals }) => refusals.length > 0),
  };
  return linesOf(outputs);
}

/**
 * Renders the only image that a project has in a registry as outputs of the step that applied it; empty where there is
 * none, or more than one. GitHub drops an output with a registered secret in it, such as the number of an account: the
 * repository can be lost so, and the digest stays.
 */
export function renderImageOutputs(state: Pick<State, 'resources'> | null): string {
  const pushed = Object.values(state?.resources ?? {}).flatMap(({ address, kind, outputs }) => {
    const image = kind === 'image' ? decodeImageOutputs(address, outputs).pushed : null;
    return image === null ? [] : [image];
  });
  const [image] = pushed;
  if (image === undefined || pushed.length > 1) return '';
  return linesOf({ image_digest: image.digest, image_repository: image.repository });
}

function linesOf(outputs: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function changesOf(plan: Plan): number {
  const { add, change, destroy } = countsOf(plan);
  return add + change + destroy;
}

/** A sum without the parts that have no price would be taken for the cost. */
function sumOf(plans: readonly Plan[], key: 'afterMonthly' | 'diffMonthly'): string {
  const known = plans.flatMap(({ cost }) =>
    cost !== null && cost.unpriced.length + cost.partlyUnpriced.length === 0 ? [cost[key]] : [],
  );
  return known.length === plans.length ? sum(known) : '';
}
