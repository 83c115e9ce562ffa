import type { Change, KeptResource, Plan } from '../../plan/plan';
import type { JsonObject } from '../../values/json';
import { infracostDocument } from './document';
import type { CostedResource, SideCost } from './resource';

/** Renders the cost of a plan as Infracost does: everything that exists before and after it. */
export function planInfracost(plan: Plan): JsonObject {
  const entries = [...plan.changes, ...plan.unsupported, ...plan.kept];
  return infracostDocument({
    name: plan.project,
    workspace: plan.workspace,
    resources: entries.flatMap(costedResource),
    now: plan.about.now,
  });
}

/** A resource that is paid for elsewhere has no cost here. */
function costedResource(change: Change | KeptResource): readonly CostedResource[] {
  if (change.cost === null) return [];
  return [
    {
      name: change.address,
      type: change.kind,
      source: change.source,
      before: sideOf(change, 'before'),
      after: sideOf(change, 'after'),
    },
  ];
}

function sideOf({ cost, ...change }: Change | KeptResource, side: 'before' | 'after'): SideCost | null {
  if (cost === null || change[side] === null) return null;
  return {
    hourly: side === 'before' ? cost.beforeHourly : cost.afterHourly,
    monthly: side === 'before' ? cost.beforeMonthly : cost.afterMonthly,
    parts: cost.parts[side],
    pricedAs: cost.pricedAs[side],
  };
}
