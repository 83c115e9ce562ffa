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
  'createAnonymousInstance',
  'getAnonymousInstance',
  'deployAnonymousImage',
  'claimAnonymousInstance',
  'getAnonymousLogs',
  'deleteAnonymousInstance',
] as const;

export type OperationName = (typeof OPERATIONS)[number];

/** The calls of the registry, which the OCI distribution specification describes. */
export const REGISTRY_CALLS = ['pushBlob', 'pullBlob', 'pushManifest', 'pullManifest'] as const;

/** A call that faults may hit. */
export type CallName = OperationName | (typeof REGISTRY_CALLS)[number];
