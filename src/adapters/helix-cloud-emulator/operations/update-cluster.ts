import type { JsonObject } from '../../../values/json';
import { canonicalJson } from '../../../values/digest';
import { gone, invalid, keyReused } from '../api-error';
import { busy, ownedByOther } from '../cluster-conflicts';
import { callerOf, clusterOf } from '../caller';
import type { ClusterRecord, Owner, Transition } from '../cluster';
import { clusterView, isSameOwner } from '../cluster';
import { checkedSize } from '../regions';
import { requestDigest } from '../request-digest';
import type { Call, Reply, World } from '../world';
import { iso, transact } from '../world';

interface UpdateRequest {
  readonly size?: string;
  readonly build_mode?: 'dev' | 'release';
  readonly db_config?: JsonObject;
  readonly env_vars?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string | null>>;
  readonly owner?: Owner;
  readonly adopt_from?: Owner | null;
}

/** `PATCH /clusters/{id}` */
export function updateCluster(world: World, call: Call): Reply {
  const request = call.body as UpdateRequest;
  const id = call.path['id'] ?? '';
  const caller = callerOf(call);
  if (request.owner !== undefined && !isSameOwner(request.owner, caller)) {
    throw invalid([{ path: '/owner', message: 'must be the caller that Helix-Owner names' }]);
  }
  const key = call.header['idempotency-key'] ?? '';
  const digest = requestDigest(key, { id, caller, query: call.query, body: call.body });
  return transact<Reply>(world, call, id, (registry) => {
    const now = world.clock.now();
    const used = registry.usedKey('updateCluster', key);
    if (used !== undefined) {
      if (used.request !== digest) throw keyReused();
      const present = registry.cluster(id, now);
      if (present?.incarnation !== used.incarnation) throw gone(id, used.incarnation);
      return { answer: { status: 200, json: clusterView(present) } };
    }
    const before = clusterOf(registry, call, now);
    checkOwner(before, caller, request);
    if (before.transition?.state === 'deleting') throw busy(before);
    const cluster = changed(world, before, request, now);
    const { incarnation } = cluster;
    return {
      entry: {
        time: iso(now),
        cluster,
        key: { key, operation: 'updateCluster', request: digest, clusterId: id, incarnation },
        lines: [{ time: iso(now), level: 'info', message: `changed ${Object.keys(request).join(', ')}` }],
      },
      answer: { status: 200, json: clusterView(cluster) },
    };
  });
}

function checkOwner(cluster: ClusterRecord, caller: Owner, { adopt_from: from }: UpdateRequest): void {
  if (isSameOwner(cluster.owner, caller)) return;
  if (from !== undefined && isSameOwner(cluster.owner, from)) return;
  throw ownedByOther(cluster);
}

function changed(world: World, before: ClusterRecord, request: UpdateRequest, now: Date): ClusterRecord {
  const after: ClusterRecord = {
    ...before,
    owner: request.owner ?? before.owner,
    size: request.size === undefined ? before.size : checkedSize(before.region, request.size),
    buildMode: request.build_mode ?? before.buildMode,
    dbConfig: request.db_config ?? before.dbConfig,
    envVars: request.env_vars === undefined ? before.envVars : Object.keys(request.env_vars).sort(),
    labels: merged(before.labels, request.labels ?? {}),
    updatedAt: iso(now),
  };
  if (!changesMachines(before, after, request)) return after;
  if (before.transition !== null) throw busy(before);
  return before.state === 'stopped' ? after : { ...after, transition: updating(world, now) };
}

// Values of variables are not stored, so a request that has some may change them. A failed cluster is repaired.
function changesMachines(before: ClusterRecord, after: ClusterRecord, request: UpdateRequest): boolean {
  const asked = ['size', 'build_mode', 'db_config', 'env_vars'].some((key) => key in request);
  if (asked && before.transition === null && before.state === 'failed') return true;
  return (
    request.env_vars !== undefined ||
    before.size !== after.size ||
    before.buildMode !== after.buildMode ||
    canonicalJson(before.dbConfig) !== canonicalJson(after.dbConfig)
  );
}

function updating(world: World, now: Date): Transition {
  return {
    state: 'updating',
    to: 'running',
    startedAt: iso(now),
    endsAt: iso(now, world.timings.updateMs),
    reason: null,
    outcome: null,
  };
}

function merged(
  labels: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries({ ...labels, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}
