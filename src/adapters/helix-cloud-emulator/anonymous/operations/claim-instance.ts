import { ApiError } from '../../api-error';
import { ownedByOther } from '../../cluster-conflicts';
import type { ClusterRecord, Owner } from '../../cluster';
import { clusterView, isSameOwner } from '../../cluster';
import type { Call, Reply, World } from '../../world';
import { iso, transact } from '../../world';
import type { AnonymousRecord, Claim } from '../instance';
import { endpointOfInstance, stateOfInstance } from '../instance';
import { busyInstance, instanceOf } from '../instance-of-call';
import { assertDeploymentKey, assertLives } from '../keys';

interface ClaimRequest {
  readonly owner: Owner;
  readonly cluster_id: string;
}

/** `POST /anonymous/instances/{id}/claim` */
export function claimAnonymousInstance(world: World, call: Call): Reply {
  const { owner, cluster_id: clusterId } = call.body as ClaimRequest;
  return transact<Reply>(world, call, call.path['id'] ?? '', (registry) => {
    const now = world.clock.now();
    const instance = instanceOf(registry, call, now);
    assertDeploymentKey(instance, call, now);
    assertLives(instance, now);
    const taken = registry.cluster(clusterId, now);
    if (instance.claim !== null)
      return { answer: claimedBefore(instance, instance.claim, taken, owner, clusterId) };
    const state = stateOfInstance(instance, now);
    if (state !== 'running' && state !== 'failed') throw busyInstance(instance, state);
    if (taken !== undefined) {
      if (!isSameOwner(taken.owner, owner)) throw ownedByOther(taken);
      throw new ApiError(409, 'already_exists', `cluster ${clusterId} exists already`, {
        incarnation: taken.incarnation,
      });
    }
    const cluster = clusterFrom(instance, owner, clusterId, registry.nextSeq, now);
    const claimed = { ...instance, claim: { owner, clusterId, at: iso(now) }, updatedAt: iso(now) };
    return {
      entry: {
        time: iso(now),
        cluster,
        instance: claimed,
        lines: [{ time: iso(now), level: 'info', message: `claimed from ${instance.id}` }],
      },
      answer: { status: 200, json: clusterView(cluster) },
    };
  });
}

/** Answers the cluster again to its owner. */
function claimedBefore(
  { id }: AnonymousRecord,
  claim: Claim,
  cluster: ClusterRecord | undefined,
  owner: Owner,
  clusterId: string,
): Reply {
  if (isSameOwner(claim.owner, owner) && claim.clusterId === clusterId && cluster !== undefined) {
    return { status: 200, json: clusterView(cluster) };
  }
  throw new ApiError(409, 'owned_by_other', `${id} was claimed as ${claim.clusterId}`, {
    owner: { ...claim.owner },
  });
}

function clusterFrom(
  instance: AnonymousRecord,
  owner: Owner,
  id: string,
  seq: number,
  now: Date,
): ClusterRecord {
  const { failure } = instance.provisioning;
  return {
    seq,
    id,
    incarnation: instance.incarnation,
    owner,
    region: instance.region,
    size: instance.size,
    buildMode: instance.buildMode,
    dbConfig: instance.dbConfig,
    envVars: [],
    labels: {},
    state: failure === null ? 'running' : 'failed',
    reason: failure,
    lastError: failure,
    endpoint: failure === null ? endpointOfInstance(instance) : null,
    deployment: null,
    transition: null,
    createdAt: instance.createdAt,
    updatedAt: iso(now),
  };
}
