import type { EngineVerbs, LogLine, LogOptions } from '../../ports/engine-verbs';
import type { ResourceRecord } from '../../state/state';
import { clusterAdoption } from './adoption';
import type { HelixCloudClient, RegionList } from './api/client';
import { decodeOwnCluster } from '../../resources/cluster';
import { restartCluster, startCluster, stopCluster } from './power';
import type { PowerOptions } from './power';
import { readMissingRegions } from './regions';
import { readStatuses } from './status';

export interface ClusterVerbsOptions extends PowerOptions {
  /** The endpoint whose regions plans use. */
  readonly endpoint: string;
  readonly workspaceOwner: () => { readonly lineage: string; readonly workspace: string };
  readonly regions: (endpoint: string) => Promise<RegionList>;
}

/** The verbs of the engine for clusters. */
export function clusterVerbs(options: ClusterVerbsOptions) {
  const { clients, endpoint, workspaceOwner } = options;
  return {
    status: (records) => readStatuses(records, clients, workspaceOwner()),
    start: (record) => startCluster(record, options),
    stop: (record) => stopCluster(record, options),
    restart: (record) => restartCluster(record, options),
    logs: (record, selection) => readLogs(record, clients, selection),
    adopt: clusterAdoption(options),
    beforeApply: (lock) => readMissingRegions(lock, endpoint, options),
  } satisfies EngineVerbs;
}

async function* readLogs(
  { address, inputs }: ResourceRecord,
  clients: (endpoint: string) => HelixCloudClient,
  { follow, limit, signal }: LogOptions,
): AsyncGenerator<LogLine, void, undefined> {
  const { endpoint, clusterId: id } = decodeOwnCluster(address, inputs);
  const client = clients(endpoint);
  const selection = limit === null ? {} : { limit };
  const entries = follow
    ? client.followLogs(id, selection, { signal })
    : await client.readLogs(id, selection, { signal });
  for await (const { time, level, message } of entries) yield { at: time, level, message };
}
