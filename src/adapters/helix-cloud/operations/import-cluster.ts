import type { Cluster } from '../api/client';
import { isSameOwner } from '../../../resources/owner';
import type { Owner } from '../../../resources/owner';
import type { ClusterOperation } from './cluster-operation';
import { isCloudError } from '../api/cloud-error';
import { foreign, OperationFailure } from './operation-failure';
import { patchCluster } from './update-cluster';
import { labelChanges } from './labels';
import type { Wanted } from './wanted-cluster';

const CHANGED_HANDS = 'Its owner has changed since the plan was made: import it again to see the new owner.';

/**
 * Makes a cluster ours: only its owner and its labels change. `from` is the owner that the plan showed; a cluster that
 * has another owner by now stays as it is.
 */
export async function importCluster(
  operation: ClusterOperation,
  wanted: Wanted,
  from: Owner | null,
  key: string,
): Promise<Cluster> {
  operation.phase('importing');
  const cluster = await operation.refresh();
  if (cluster === null) {
    throw new OperationFailure({
      kind: 'failed',
      message: `${operation.title} no longer exists.`,
      hint: 'There is nothing to import.',
    });
  }
  const labels = labelChanges(cluster.labels, wanted.labels);
  if (isSameOwner(cluster.owner, operation.owner)) {
    return Object.keys(labels).length === 0 ? cluster : patchCluster(operation, cluster, { labels }, key);
  }
  try {
    return await patchCluster(
      operation,
      cluster,
      { owner: { ...operation.owner }, adopt_from: from, labels },
      key,
    );
  } catch (error) {
    if (isCloudError(error, 'conflict', 'owned_by_other'))
      throw foreign(operation.id, error.owner, CHANGED_HANDS);
    throw error;
  }
}
