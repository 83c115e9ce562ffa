import type { LiveStatus } from '../../ports/engine-verbs';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import type { Cluster, HelixCloudClient } from './api/client';
import type { Owner } from './api/owner';

/** How many clusters are asked for one by one at a time. */
const PARALLEL = 10;

/** Reads the clusters on record: each endpoint lists ours in one request and is asked one by one for the others. */
export async function readStatuses(
  records: readonly ResourceRecord[],
  clients: (endpoint: string) => HelixCloudClient,
  owner: Omit<Owner, 'address'>,
): Promise<ReadonlyMap<Address, LiveStatus>> {
  const statuses = new Map<Address, LiveStatus>();
  for (const [endpoint, wanted] of byEndpoint(records)) {
    const ids = wanted.map(({ id }) => id);
    const clusters = await readClusters(clients(endpoint), ids, owner);
    for (const { id, address } of wanted) {
      const cluster = clusters.get(id);
      if (cluster !== undefined) statuses.set(address, statusOf(cluster, owner));
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
    const asked = missing.slice(first, first + PARALLEL).map((id) => client.status(id));
    for (const cluster of await Promise.all(asked)) {
      if (cluster !== null) clusters.set(cluster.cluster_id, cluster);
    }
  }
  return clusters;
}

function statusOf(cluster: Cluster, { lineage, workspace }: Omit<Owner, 'address'>): LiveStatus {
  const { owner, state, reason, last_error: lastError, endpoint } = cluster;
  const isOurs = owner?.lineage === lineage && owner.workspace === workspace;
  return { actual: isOurs ? state : 'foreign', reason: lastError ?? reason, endpoint };
}

function byEndpoint(records: readonly ResourceRecord[]): Map<string, { id: string; address: Address }[]> {
  const wanted = new Map<string, { id: string; address: Address }[]>();
  for (const { address, inputs } of records) {
    const { endpoint, cluster_id: id } = inputs;
    // A record edited by hand: nothing can be asked about it.
    if (typeof endpoint !== 'string' || typeof id !== 'string') continue;
    const list = wanted.get(endpoint);
    if (list === undefined) wanted.set(endpoint, [{ id, address }]);
    else list.push({ id, address });
  }
  return wanted;
}
