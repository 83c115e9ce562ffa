import type { Change, KeptResource, UpdateChange } from '../../plan/plan';
import { clusterId } from '../../resources/cluster';
import type { Json, JsonObject } from '../../values/json';
import { changeCostJson } from './cost-json';
import { providerAddress } from './provider-address';
import { shownSide } from './shown-sides';

/** One entry of `resource_changes`. */
export function changeJson(change: Change | KeptResource): JsonObject {
  const reason = actionReason(change);
  return {
    address: change.address,
    mode: change.action === 'read' ? 'data' : 'managed',
    type: change.kind,
    name: change.name,
    provider_name: providerAddress(change.provider),
    change: changeSides(change),
    ...(reason === null ? {} : { action_reason: reason }),
    ...(change.action === 'update' && change.movedFrom ? { previous_address: change.movedFrom } : {}),
    helix: helixJson(change),
  };
}

/** Returns the resource that a change leaves, for `planned_values`; nothing for a delete. */
export function plannedResource(change: Change | KeptResource): readonly JsonObject[] {
  return resourceJson(change, 'after');
}

/** Returns the resource that exists although this version cannot change it, for `planned_values`; nothing for a create. */
export function unchangedResource(change: Change): readonly JsonObject[] {
  return resourceJson(change, 'before');
}

function resourceJson(change: Change | KeptResource, side: 'before' | 'after'): readonly JsonObject[] {
  if (change[side] === null) return [];
  const { value, sensitive } = shownSide(change, change[side], side);
  return [
    {
      address: change.address,
      mode: change.action === 'read' ? 'data' : 'managed',
      type: change.kind,
      name: change.name,
      provider_name: providerAddress(change.provider),
      schema_version: 0,
      values: value,
      sensitive_values: sensitive,
    },
  ];
}

const ACTIONS: Record<(Change | KeptResource)['action'], readonly string[]> = {
  create: ['create'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
  read: ['read'],
  'no-op': ['no-op'],
};

function changeSides(change: Change | KeptResource): JsonObject {
  const before = shownSide(change, change.before, 'before');
  const after = shownSide(change, change.after, 'after');
  const forced = forcedPaths(change);
  return {
    actions: ACTIONS[change.action],
    before: before.value,
    after: after.value,
    after_unknown: after.unknown,
    before_sensitive: before.sensitive,
    after_sensitive: after.sensitive,
    ...(forced.length === 0 ? {} : { replace_paths: forced.map((path) => path.split('.')) }),
    ...(change.action === 'update' && change.reason === 'import' ? { importing: importing(change) } : {}),
  };
}

function importing({ address, after }: UpdateChange): Json {
  const id = clusterId(address, after);
  return id === null ? { unknown: true } : { id };
}

/** Returns Terraform's word for the reason, where it has one; ours is in `helix.reason`. */
export function actionReason(change: Change | KeptResource): string | null {
  if (change.action === 'replace') {
    return forcedPaths(change).includes('status')
      ? 'replace_because_tainted'
      : 'replace_because_cannot_update';
  }
  if (change.action === 'delete' && change.reason === 'no-longer-declared') {
    return 'delete_because_no_resource_config';
  }
  return null;
}

function forcedPaths(change: Change | KeptResource): readonly string[] {
  if (change.action !== 'replace') return [];
  return change.attributes.filter((one) => one.forcesReplacement).map((one) => one.path);
}

function helixJson(change: Change | KeptResource): JsonObject {
  return {
    action: change.action,
    ...('reason' in change ? { reason: change.reason } : {}),
    provider: change.provider,
    engine: change.engine,
    region: change.region,
    source: change.source === null ? null : { ...change.source },
    depends_on: change.dependsOn,
    ...('attributes' in change ? { attributes: attributesJson(change.attributes) } : {}),
    ...('secretChanges' in change
      ? { secrets_changed: change.secretChanges.map(({ path, why }) => ({ path, why })) }
      : {}),
    ...('machineImage' in change
      ? { image: { before: change.machineImage.before, after: change.machineImage.after } }
      : {}),
    ...('losesData' in change ? { loses_data: change.losesData } : {}),
    ...('protect' in change ? { protect: change.protect } : {}),
    cost: change.cost === null ? null : changeCostJson(change.cost),
    ttl:
      change.ttlSeconds === null && change.expiresAt === null
        ? null
        : { seconds: change.ttlSeconds, expires_at: change.expiresAt },
  };
}

/** Returns the attributes that differ. Their values are in `before` and `after`; a changed secret shows only here. */
function attributesJson(attributes: Extract<Change, { action: 'update' }>['attributes']): Json {
  return attributes.map(({ path, forcesReplacement }) => ({ path, forces_replacement: forcesReplacement }));
}
