import type { Change, Plan } from '../../plan/plan';
import type { JsonObject } from '../../values/json';
import { actionReason } from '../json/change-json';
import { changeCostJson, planCostJson } from '../json/cost-json';
import { countsOf } from '../text/summary-lines';
import { diagnosticMessage } from './diagnostics';
import { messageOf, resourceOf } from './message';
import type { Message } from './message';

/** Returns a plan as messages: drift, each change, refusals, and the counts with the cost. `at` is RFC 3339 UTC. */
export function planMessages(plan: Plan, at: string): readonly Message[] {
  return [
    ...plan.drift.map(({ address, provider, type }) =>
      messageOf('resource_drift', `${address}: drift, ${type}`, at, {
        change: { resource: resourceOf(address, provider), action: type === 'changed' ? 'update' : 'delete' },
        helix: { drift: type },
      }),
    ),
    ...plan.changes.map((change) => changeMessage(change, at)),
    ...plan.refusals.map(({ address, code, ...refusal }) =>
      diagnosticMessage({ severity: 'error', code, address, ...refusal }, at),
    ),
    summaryMessage(plan, at),
  ];
}

function changeMessage(change: Change, at: string): Message {
  const { address, provider, action, expiresAt, source } = change;
  const reason = actionReason(change)?.replace('replace_because_', '');
  return messageOf('planned_change', `${address}: plan to ${action}`, at, {
    change: {
      resource: resourceOf(address, provider),
      ...(change.action === 'update' && change.movedFrom
        ? { previous_resource: resourceOf(change.movedFrom, provider) }
        : {}),
      action,
      ...(reason !== undefined && { reason }),
    },
    helix: {
      cost: change.cost === null ? null : changeCostJson(change.cost),
      expires_at: expiresAt,
      loses_data: 'losesData' in change && change.losesData,
      source: source === null ? null : { ...source },
    },
  });
}

function summaryMessage(plan: Plan, at: string): Message {
  const { add, change, destroy } = countsOf(plan);
  return messageOf('change_summary', `Plan: ${add} to add, ${change} to change, ${destroy} to destroy.`, at, {
    changes: { add, change, import: 0, remove: destroy, operation: 'plan' },
    helix: {
      digest: plan.digest,
      project: plan.project,
      workspace: plan.workspace,
      refused: plan.refusals.length > 0,
      cost: plan.cost === null ? null : planCostJson(plan.cost),
    } satisfies JsonObject,
  });
}
