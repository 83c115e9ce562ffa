import { decodeClusterOutputs } from '../../../resources/cluster-outputs';
import type { Cluster } from '../api/client';
import { isCloudError } from '../api/cloud-error';
import type { ClusterOperation } from './cluster-operation';
import { foreign, OperationFailure } from './operation-failure';
import { isGone } from './settle';

const NOT_DELETED = 'It was not deleted. Take it out of the state with a plan that is made with --refresh.';

/**
 * Deletes the incarnation of the cluster that is on record, and waits until the service confirms that it is gone. A
 * missing cluster counts as deleted. The cluster is read just before: somebody else's is never deleted, nor a successor
 * that was created since. With `successorIsDone` a successor means that the recorded one is gone.
 */
export async function deleteCluster(
  operation: ClusterOperation,
  options: { readonly successorIsDone: boolean },
): Promise<void> {
  operation.phase('deleting');
  const cluster = await operation.refresh();
  if (cluster === null) return;
  operation.assertOurs(cluster, NOT_DELETED);
  const { prior } = operation;
  const recorded = prior && decodeClusterOutputs(prior.address, prior.outputs).incarnation;
  if (recorded !== null && recorded !== cluster.incarnation) {
    if (options.successorIsDone) return;
    throw successor(operation);
  }
  let now: Cluster | null = cluster;
  if (cluster.state !== 'deleting') {
    const { client, id, call } = operation;
    try {
      now = operation.remember(
        await operation.change(() => client.delete(id, operation.caller(cluster), call)),
      );
    } catch (error) {
      if (isCloudError(error, 'conflict', 'incarnation_mismatch')) throw successor(operation);
      if (isCloudError(error, 'conflict', 'owned_by_other')) throw foreign(id, error.owner, NOT_DELETED);
      throw error;
    }
  }
  const { incarnation } = cluster;
  await operation.waitUntil((later) => isGone(later) || later?.incarnation !== incarnation, now);
}

function successor({ title }: ClusterOperation): OperationFailure {
  return new OperationFailure({
    kind: 'failed',
    message: `${title} has been created again since it was recorded.`,
    hint: 'Run `helix plan --refresh`, and approve that plan.',
  });
}
