import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { ResourceRecord } from '../../state/state';
import type { Cluster, HelixCloudClient } from './api/client';
import type { Owner } from '../../resources/owner';
import { decodeOwnCluster } from '../../resources/cluster';
import { describeState } from './operations/cluster-operation';
import { waitUntilSettled } from './operations/settle';
import type { WaitSettings } from './operations/settle';

/** The connection that power verbs need. */
export interface PowerOptions {
  readonly clients: (endpoint: string) => HelixCloudClient;
  readonly ownerOf: (address: string) => Owner;
  readonly clock: Clock;
  readonly wait: WaitSettings;
}

/** Starts a cluster of ours and waits until it runs. */
export async function startCluster(record: ResourceRecord, options: PowerOptions): Promise<void> {
  const { client, id, caller } = clusterAt(record, options);
  await waitUntilIn('running', client, await client.start(id, caller), options);
}

/** Stops a cluster of ours and waits until it is stopped. */
export async function stopCluster(record: ResourceRecord, options: PowerOptions): Promise<void> {
  const { client, id, caller } = clusterAt(record, options);
  await waitUntilIn('stopped', client, await client.stop(id, caller), options);
}

/** Stops a cluster of ours, starts it again and waits until it runs: the cloud has no call that does both. */
export async function restartCluster(record: ResourceRecord, options: PowerOptions): Promise<void> {
  await stopCluster(record, options);
  await startCluster(record, options);
}

function clusterAt({ inputs, address }: ResourceRecord, { clients, ownerOf }: PowerOptions) {
  const { endpoint, clusterId: id } = decodeOwnCluster(address, inputs);
  return { client: clients(endpoint), id, caller: { owner: ownerOf(address) } };
}

async function waitUntilIn(
  state: 'running' | 'stopped',
  client: HelixCloudClient,
  first: Cluster,
  { clock, wait }: PowerOptions,
): Promise<void> {
  const id = first.cluster_id;
  const { inTime, cluster } = await waitUntilSettled(
    first,
    (now) => now === null || now.state === state || now.state === 'failed',
    { read: () => client.readStatus(id), clock, settings: wait, signal: undefined },
  );
  if (cluster?.state === state) return;
  const end = inTime ? `is ${describeState(cluster)}` : `is still ${describeState(cluster)}`;
  throw new HelixError('failed', `The cluster ${id} ${end}, not ${state}.`, {
    hint: 'See `helix status` and `helix logs`.',
  });
}
