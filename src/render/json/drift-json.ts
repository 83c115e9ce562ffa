import type { Drift } from '../../plan/plan';
import type { JsonObject } from '../../values/json';
import { masked } from './masked';
import { providerAddress } from './provider-address';
import { shownInputs } from './shown-sides';

/** Renders one entry of `resource_drift`: the resource as it is on record, and as it was found. */
export function driftJson(drift: Drift): JsonObject {
  const before = shownInputs(drift.before);
  const after = drift.after === null ? masked(null) : shownInputs(drift.after);
  return {
    address: drift.address,
    mode: 'managed',
    type: drift.kind,
    name: drift.name,
    provider_name: providerAddress(drift.provider),
    change: {
      actions: [drift.type === 'changed' ? 'update' : 'delete'],
      before: before.value,
      after: after.value,
      after_unknown: after.unknown,
      before_sensitive: before.sensitive,
      after_sensitive: after.sensitive,
    },
    helix: { drift: drift.type, ...(drift.type === 'foreign' && { owner: drift.owner }) },
  };
}
