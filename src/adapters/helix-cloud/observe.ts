import type { Observation } from '../../ports/engine';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import type { Cluster, HelixCloudClient } from './api/client';
import { isSameOwner, ownerText } from '../../resources/owner';
import type { Owner } from '../../resources/owner';
import { decodeOwnCluster } from '../../resources/cluster';
import { decodeClusterOutputs } from '../../resources/cluster-outputs';
import { askedOfRecord, existingCluster, neverRan } from './operations/existing-cluster';

/** From this many records on, one listing is cheaper than a call for each. */
const LIST_FROM = 8;
/** How many calls run at once. */
const PARALLEL = 8;

/** Reads what really exists, for records of one endpoint. */
export async function observeClusters(
  client: HelixCloudClient,
  records: readonly ResourceRecord[],
  ownerOf: (address: Address) => Owner,
): Promise<ReadonlyMap<Address, Observation>> {
  const listed = await listById(client, records, ownerOf);
  const observations = new Map<Address, Observation>();
  const queue = [...records];
  const observeNext = async () => {
    for (let record = queue.shift(); record !== undefined; record = queue.shift()) {
      const { clusterId: id } = decodeOwnCluster(record.address, record.inputs);
      // A cluster that the listing of ours lacks may be gone, or somebody else's.
      const cluster = listed.get(id) ?? (await client.readStatus(id));
      observations.set(record.address, observationOf(record, cluster, ownerOf(record.address)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, records.length) }, observeNext));
  return observations;
}

async function listById(
  client: HelixCloudClient,
  records: readonly ResourceRecord[],
  ownerOf: (address: Address) => Owner,
): Promise<ReadonlyMap<string, Cluster>> {
  const [first] = records;
  if (first === undefined || records.length < LIST_FROM) return new Map();
  const { lineage, workspace } = ownerOf(first.address);
  const clusters = await client.list({ lineage, workspace });
  return new Map(clusters.map((cluster) => [cluster.cluster_id, cluster]));
}

function observationOf(record: ResourceRecord, cluster: Cluster | null, owner: Owner): Observation {
  if (cluster === null) return { state: 'gone' };
  if (!isSameOwner(cluster.owner, owner)) return { state: 'foreign', owner: ownerText(cluster.owner) };
  const existing = existingCluster(cluster, [askedOfRecord(record)]);
  return { state: 'present', existing: isStillStuck(record, cluster) ? neverRan(existing) : existing };
}

/** Whether it is the cluster that an apply gave up waiting for, and it still has not begun to run. */
function isStillStuck({ address, outputs }: ResourceRecord, { state, incarnation }: Cluster): boolean {
  const recorded = decodeClusterOutputs(address, outputs);
  return recorded.neverRan && recorded.incarnation === incarnation && state === 'provisioning';
}
