import type { JsonObject } from '../../../values/json';
import { ApiError, gone, invalid, keyReused } from '../api-error';
import { busy, ownedByOther } from '../cluster-conflicts';
import type { ClusterRecord, Owner, Transition } from '../cluster';
import { clusterView, isSameOwner } from '../cluster';
import { requestDigest } from '../request-digest';
import { checkedSize, tryRegion } from '../regions';
import type { Call, Reply, World } from '../world';
import { iso, transact } from '../world';

interface CreateRequest {
  readonly cluster_id: string;
  readonly owner: Owner | null;
  readonly region: string;
  readonly size?: string;
  readonly build_mode: 'dev' | 'release';
  readonly db_config: JsonObject;
  readonly env_vars?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** `POST /clusters/create` */
export function createCluster(world: World, call: Call): Reply {
  const request = call.body as CreateRequest;
  const id = request.cluster_id;
  const size = sizeFor(request);
  const key = call.header['idempotency-key'] ?? '';
  const digest = requestDigest(key, { body: call.body });
  let transition: Transition | undefined;
  return transact<Reply>(world, call, id, (registry) => {
    const now = world.clock.now();
    const used = registry.usedKey('createCluster', key);
    const existing = registry.cluster(used?.clusterId ?? id, now);
    if (used !== undefined) {
      if (used.request !== digest) throw keyReused();
      if (existing?.incarnation !== used.incarnation) throw gone(id, used.incarnation);
      return { answer: { status: 200, json: clusterView(existing) } };
    }
    if (existing !== undefined) throw taken(existing, request.owner);
    transition ??= provisioning(world, request.region, now);
    const cluster: ClusterRecord = {
      seq: registry.nextSeq,
      id,
      incarnation: `inc_${world.random.uuid()}`,
      owner: request.owner,
      region: request.region,
      size,
      buildMode: request.build_mode,
      dbConfig: request.db_config,
      envVars: Object.keys(request.env_vars ?? {}).sort(),
      labels: request.labels ?? {},
      state: 'stopped',
      reason: null,
      lastError: null,
      endpoint: null,
      deployment: null,
      transition,
      createdAt: iso(now),
      updatedAt: iso(now),
    };
    const { incarnation } = cluster;
    return {
      entry: {
        time: iso(now),
        cluster,
        key: { key, operation: 'createCluster', request: digest, clusterId: id, incarnation },
        lines: [{ time: iso(now), level: 'info', message: `provisioning ${size} in ${request.region}` }],
      },
      answer: { status: 201, json: clusterView(cluster) },
    };
  });
}

function sizeFor({ region, size }: CreateRequest): string {
  const found = tryRegion(region);
  if (found === undefined) throw invalid([{ path: '/region', message: `unknown region "${region}"` }]);
  return size === undefined
    ? (found.sizes.find((candidate) => candidate.default)?.id ?? '')
    : checkedSize(region, size);
}

function taken(existing: ClusterRecord, owner: Owner | null): ApiError {
  if (!isSameOwner(existing.owner, owner)) return ownedByOther(existing);
  if (existing.transition?.state === 'deleting') return busy(existing);
  return new ApiError(409, 'already_exists', `cluster ${existing.id} exists already`, {
    incarnation: existing.incarnation,
  });
}

function provisioning(world: World, region: string, now: Date): Transition {
  const begun = { state: 'provisioning', startedAt: iso(now), reason: null, outcome: null } as const;
  const endsAt = iso(now, world.timings.provisionMs);
  if (world.faults.take('stuck-provisioning', 'createCluster') !== undefined) {
    return { ...begun, to: 'running', endsAt: null, reason: `waiting for capacity in ${region}` };
  }
  const failure = world.faults.take('failed-provisioning', 'createCluster');
  return failure === undefined
    ? { ...begun, to: 'running', endsAt }
    : { ...begun, to: 'failed', endsAt, outcome: failure.reason };
}
