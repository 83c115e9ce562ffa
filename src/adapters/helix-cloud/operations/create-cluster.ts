import type { Cluster, CreateClusterRequest } from '../api/client';
import { CloudError, isCloudError } from '../api/cloud-error';
import type { ClusterOperation } from './cluster-operation';
import { deployQueries } from './deploy-queries';
import { foreign, isTimeout, OperationFailure } from './operation-failure';
import { isGone } from './settle';
import { waitUntilAtRest, broken, updateCluster } from './update-cluster';
import type { Wanted } from './wanted-cluster';

/** How often a create waits for a cluster of its id that is being deleted, before it gives up. */
const TRIES = 4;

/**
 * Creates a cluster, waits until it runs, and deploys its queries. A cluster that stays in provisioning is deleted and
 * created once more: it never ran, so nothing is lost. When the id belongs to a cluster of the same owner that an earlier
 * attempt left behind, that cluster is updated to what is wanted instead, and made to try again if it failed to
 * provision. Somebody else's cluster is refused.
 */
export async function createCluster(
  operation: ClusterOperation,
  wanted: Wanted,
  key: string,
): Promise<Cluster> {
  const { inputs } = wanted;
  operation.phase('creating');
  // Local mistakes must show before the first request.
  const body = createRequest(operation, wanted);
  const deployment = Object.keys(inputs.queries).length === 0 ? null : await wanted.readDeployRequest();
  // A key belongs to one creation permanently: a retry after a crash continues with the second key.
  const keys = [key, `${key}.2`];
  for (let left = TRIES; left > 0; left--) {
    const created = await createOrAdopt(operation, body, keys[0] ?? key, keys.length > 1);
    if (created === 'gone') {
      keys.shift();
      continue;
    }
    if (created !== 'taken') {
      const cluster = await waitUntilRunning(operation, created, keys.length > 1);
      if (cluster === null) continue;
      if (cluster.state === 'failed') throw broken(operation, cluster);
      return deployment === null ? cluster : deployQueries(operation, cluster, deployment);
    }
    const present = await operation.refresh();
    if (present === null) continue;
    operation.assertOurs(present, takeOver(operation));
    if (present.state !== 'deleting') return updateCluster(operation, present, wanted, inputs.size, key);
    await operation.waitUntil(isGone, present);
  }
  throw new OperationFailure({
    kind: 'failed',
    message: `${operation.title} cannot be created: its id is taken and freed repeatedly.`,
    hint: 'See what else uses this cluster_id, and apply again.',
  });
}

function createRequest({ id, owner }: ClusterOperation, wanted: Wanted): CreateClusterRequest {
  const { region, size, buildMode, dbConfig } = wanted.inputs;
  const labels = Object.entries(wanted.labels).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return {
    cluster_id: id,
    owner: { ...owner },
    region,
    ...(size === null ? {} : { size }),
    build_mode: buildMode,
    db_config: dbConfig,
    env_vars: wanted.envVars(),
    labels: Object.fromEntries(labels),
  };
}

/** Waits until the cluster is at rest. Returns null when it stayed in provisioning and was deleted, to be created once more. */
async function waitUntilRunning(
  operation: ClusterOperation,
  created: Cluster,
  mayStartOver: boolean,
): Promise<Cluster | null> {
  try {
    return await waitUntilAtRest(operation, created);
  } catch (error) {
    const { seen } = operation;
    if (!mayStartOver || !isTimeout(error) || seen?.state !== 'provisioning') throw error;
    operation.phase('still provisioning: creating it once more');
    const { client, id, call } = operation;
    const now = await operation.change(() => client.delete(id, operation.caller(seen), call));
    await operation.waitUntil(isGone, operation.remember(now));
    return null;
  }
}

async function createOrAdopt(
  operation: ClusterOperation,
  body: CreateClusterRequest,
  key: string,
  mayStartOver: boolean,
): Promise<Cluster | 'taken' | 'gone'> {
  try {
    const cluster = await operation.change(() => operation.client.create(body, key, operation.call));
    operation.remember(cluster);
    return cluster;
  } catch (error) {
    if (isCloudError(error, 'conflict', 'already_exists') || isCloudError(error, 'conflict', 'busy'))
      return 'taken';
    // An earlier attempt has sent the same key with other variables: its cluster is the one.
    if (isReused(error)) return 'taken';
    if (isCloudError(error, 'conflict', 'owned_by_other')) throw taken(operation, error.owner);
    if (error instanceof CloudError && error.code === 'gone') {
      if (mayStartOver) return 'gone';
      throw new OperationFailure({
        kind: 'failed',
        message: `${operation.title} was created, and deleted since.`,
        hint: 'The next plan creates it again.',
      });
    }
    throw error;
  }
}

function isReused(error: unknown): boolean {
  return isCloudError(error, 'rejected', 'idempotency_key_reused');
}

/** The error for an id that belongs to somebody else, or to another table of ours. */
function taken(operation: ClusterOperation, other: CloudError['owner']): OperationFailure {
  const { id, address, owner } = operation;
  if (other?.lineage !== owner.lineage || other.workspace !== owner.workspace) {
    return foreign(id, other, takeOver(operation));
  }
  return new OperationFailure({
    kind: 'failed',
    message: `The cluster ${id} still belongs to ${other.address}.`,
    hint: `If that table is gone, apply again. If it was renamed, move its record: helix state mv ${other.address} ${address}`,
  });
}

function takeOver({ address, id }: ClusterOperation): string {
  return `Give the cluster another cluster_id, or adopt this one: helix import ${address} ${id}`;
}
