import { HelixError } from '../../errors';
import type { LiveStatus } from '../../ports/engine-verbs';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import type { Cluster, HelixCloudClient } from './api/client';
import { clusterIdentity } from '../../resources/cluster';
import { decodeClusterOutputs } from '../../resources/cluster-outputs';
import { ownerText } from '../../resources/owner';
import type { Owner } from '../../resources/owner';

/** How many clusters are asked for one by one at a time. */
const PARALLEL = 10;

/** Reads the clusters on record: each endpoint lists ours in one request and is asked one by one for the others. */
export async function readStatuses(
  records: readonly ResourceRecord[],
  clients: (endpoint: string) => HelixCloudClient,
  owner: Omit<Owner, 'address'>,
): Promise<ReadonlyMap<Address, LiveStatus>> {
  const statuses = new Map<Address, LiveStatus>();
  const found: Wanted[] = [];
  for (const record of records) {
    const wanted = wantedOf(record);
    if (wanted === null) continue;
    if ('id' in wanted) found.push(wanted);
    else statuses.set(record.address, wanted);
  }
  for (const endpoint of new Set(found.map((wanted) => wanted.endpoint))) {
    const wanted = found.filter((one) => one.endpoint === endpoint);
    const ids = wanted.map(({ id }) => id);
    const clusters = await readClusters(clients(endpoint), ids, owner);
    for (const { id, address, isRefused } of wanted) {
      const cluster = clusters.get(id);
      if (cluster !== undefined) statuses.set(address, statusOf(cluster, owner, isRefused));
    }
  }
  return statuses;
}

async function readClusters(
  client: HelixCloudClient,
  ids: readonly string[],
  { lineage, workspace }: Omit<Owner, 'address'>,
): Promise<ReadonlyMap<string, Cluster>> {
  const ours = await client.list({ lineage, workspace });
  const clusters = new Map(ours.map((cluster) => [cluster.cluster_id, cluster]));
  // The others are gone, or somebody else's.
  const missing = ids.filter((id) => !clusters.has(id));
  for (let first = 0; first < missing.length; first += PARALLEL) {
    const asked = missing.slice(first, first + PARALLEL).map((id) => client.readStatus(id));
    for (const cluster of await Promise.all(asked)) {
      if (cluster !== null) clusters.set(cluster.cluster_id, cluster);
    }
  }
  return clusters;
}

function statusOf(
  cluster: Cluster,
  { lineage, workspace }: Omit<Owner, 'address'>,
  isRefused: boolean,
): LiveStatus {
  const { owner, state, reason, last_error: lastError, endpoint } = cluster;
  const isOurs = owner?.lineage === lineage && owner.workspace === workspace;
  if (!isOurs) {
    const whose = owner === null ? 'nobody' : ownerText(owner);
    return { actual: 'foreign', reason: `it belongs to ${whose}`, endpoint };
  }
  return {
    actual: state,
    reason: lastError ?? reason ?? (isRefused ? refusalText(cluster) : null),
    endpoint,
  };
}

function refusalText({ deployment }: Cluster): string {
  return deployment === null
    ? 'its queries were refused, and none are deployed'
    : 'the last queries were refused, and those deployed before run';
}

interface Wanted {
  readonly endpoint: string;
  readonly id: string;
  readonly address: Address;
  /** The queries of the last deployment were refused. */
  readonly isRefused: boolean;
}

/** Reads where a cluster is found, or why its record does not tell. */
function wantedOf({ address, inputs, outputs }: ResourceRecord): Wanted | LiveStatus | null {
  try {
    const identity = clusterIdentity(address, inputs);
    const { refusedQueries: isRefused } = decodeClusterOutputs(address, outputs);
    return identity && { endpoint: identity.endpoint, id: identity.clusterId, address, isRefused };
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return { actual: 'unknown', reason: error.message, endpoint: null };
  }
}
