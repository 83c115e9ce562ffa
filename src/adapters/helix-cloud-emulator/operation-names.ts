/** The operations of the Helix Cloud API by their `operationId`. */
export const OPERATIONS = [
  'createCluster',
  'listClusters',
  'getClusterStatus',
  'updateCluster',
  'deleteCluster',
  'deployQueries',
  'startCluster',
  'stopCluster',
  'getClusterLogs',
  'listRegions',
  'getMe',
  'listKeys',
  'createKey',
  'rotateKey',
  'revokeKey',
] as const;

export type OperationName = (typeof OPERATIONS)[number];
