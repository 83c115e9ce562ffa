import type { OperationName } from '../operation-names';
import type { Handler } from '../world';
import { claimAnonymousInstance } from '../anonymous/operations/claim-instance';
import { createAnonymousInstance } from '../anonymous/operations/create-instance';
import { deleteAnonymousInstance } from '../anonymous/operations/delete-instance';
import { deployAnonymousImage } from '../anonymous/operations/deploy-image';
import { getAnonymousInstance, getAnonymousLogs } from '../anonymous/operations/read-instance';
import { createCluster } from './create-cluster';
import { deleteCluster } from './delete-cluster';
import { deployQueries } from './deploy-queries';
import { getClusterLogs } from './get-cluster-logs';
import { createKey, getMe, listKeys, revokeKey, rotateKey } from './keys';
import { startCluster, stopCluster } from './power';
import { getClusterStatus, listClusters, listRegions } from './read-clusters';
import { updateCluster } from './update-cluster';

/** The implementation of each operation of the document. */
export const OPERATION_HANDLERS: Readonly<Record<OperationName, Handler>> = {
  createCluster,
  listClusters,
  getClusterStatus,
  updateCluster,
  deleteCluster,
  deployQueries,
  startCluster,
  stopCluster,
  getClusterLogs,
  listRegions,
  getMe,
  listKeys,
  createKey,
  rotateKey,
  revokeKey,
  createAnonymousInstance,
  getAnonymousInstance,
  deployAnonymousImage,
  claimAnonymousInstance,
  getAnonymousLogs,
  deleteAnonymousInstance,
};
