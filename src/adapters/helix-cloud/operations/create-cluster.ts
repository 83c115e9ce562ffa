import type { Cluster, CreateClusterRequest } from '../api/client';
import { CloudError, isCloudError } from '../api/cloud-error';
import type { ClusterOperation } from './cluster-operation';
import { deployQueries } from './deploy-queries';
import { foreign, isTimeout, OperationFailure } from './operation-failure';
import { isGone } from './settle';
import { waitUntilAtRest, broken, updateCluster } from './update-cluster';
import type { Wanted } from './wanted-cluster';

/** A create may meet its own id on its way out; how often it waits for that before it gives up. */
const TRIES = 4;

/**
 * Creates a cluster, waits until it runs, and deploys its queries. One that does not get through its provisioning is
 * deleted and created once more: it never ran, so nothing is lost with it. An id that is taken by a cluster of the same owner,
 * which an earlier attempt left behind and no state remembers, is not created twice and not deleted: it is brought to
 * what is wanted as an update would, and one that failed to provision is made to try again. Somebody else's is refused.
 */
export async function createCluster(
  operation: ClusterOperation,
  wanted: Wanted,
  key: string,
): Promise<Cluster> {
  const { inputs } = wanted;
  operation.phase('creating');
  // Everything that can be wrong on this side comes before the first request.
  const body = createRequest(operation, wanted);
  const deployment = Object.keys(inputs.queries).length === 0 ? null : await wanted.deployRequest();
  // A key belongs to one creation for ever. Who carries this out again after a crash goes on with the second.
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
    message: `${operation.title} cannot be created: the id is taken and freed again and again.`,
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

/** The cluster at rest; null when it did not get through its provisioning and is deleted, to be created once more. */
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
    if (isCloudError(error, 'conflict', 'owned_by_other')) throw taken(operation, error.owner);
    if (error instanceof CloudError && error.code === 'gone') {
      if (mayStartOver) return 'gone';
      throw new OperationFailure({
        kind: 'failed',
        message: `${operation.title} was created and has been deleted since.`,
        hint: 'The next plan creates it again.',
      });
    }
    throw error;
  }
}

/** The id is somebody else's, or that of another table of ours. */
function taken(operation: ClusterOperation, other: CloudError['owner']): OperationFailure {
  const { id, address, owner } = operation;
  if (other?.lineage !== owner.lineage || other.workspace !== owner.workspace) {
    return foreign(id, other, takeOver(operation));
  }
  return new OperationFailure({
    kind: 'failed',
    message: `The cluster ${id} still belongs to ${other.address}.`,
    hint: `If that gives it up, apply again. A table that was renamed takes it along with helix state mv ${other.address} ${address}`,
  });
}

function takeOver({ address, id }: ClusterOperation): string {
  return `Give the cluster another cluster_id, or adopt this one: helix import ${address} ${id}`;
}
