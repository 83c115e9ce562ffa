import type { EngineVerbs, LogLine, LogOptions } from '../../ports/engine-verbs';
import type { ResourceRecord } from '../../state/state';
import { clusterAdoption } from './adoption';
import type { HelixCloudClient, RegionList } from './api/client';
import { HelixError } from '../../errors';
import { decodeAnonymousOutputs } from '../../resources/anonymous-outputs';
import { isAnonymous } from './anonymous/claim';
import { readInstanceStatus } from './anonymous/observe';
import { anonymousInputs, keyedOf } from './anonymous/site';
import type { AnonymousEnvironment } from './anonymous/site';
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
  /** Instances without an account, and their keys. */
  readonly anonymous: AnonymousEnvironment;
}

/** The verbs of the engine for clusters. */
export function clusterVerbs(options: ClusterVerbsOptions) {
  const { clients, endpoint, workspaceOwner } = options;
  return {
    status: async function readAll(records) {
      const own = records.filter((record) => !isAnonymous(record));
      const statuses = new Map(own.length === 0 ? [] : await readStatuses(own, clients, workspaceOwner()));
      for (const record of records.filter(isAnonymous)) {
        statuses.set(record.address, await readInstanceStatus(record, options.anonymous));
      }
      return statuses;
    },
    start: (record) => startCluster(withAccount(record, 'start'), options),
    stop: (record) => stopCluster(withAccount(record, 'stop'), options),
    restart: (record) => restartCluster(withAccount(record, 'restart'), options),
    logs: (record, selection) =>
      isAnonymous(record)
        ? readInstanceLogs(record, options.anonymous, selection)
        : readLogs(record, clients, selection),
    adopt: clusterAdoption(options),
    beforeApply: (lock) => readMissingRegions(lock, endpoint, options),
  } satisfies EngineVerbs;
}

const REFUSALS = {
  start: { cannot: 'be started', hint: '`helix status` shows how it is.' },
  stop: { cannot: 'be stopped', hint: '`helix delete` removes it.' },
  restart: { cannot: 'be restarted', hint: '`helix push` deploys to it again.' },
} as const;

/** @throws HelixError `refused` for an instance that nobody has an account for */
function withAccount(record: ResourceRecord, verb: 'start' | 'stop' | 'restart'): ResourceRecord {
  if (!isAnonymous(record)) return record;
  const { endsAt } = decodeAnonymousOutputs(record.address, record.outputs);
  const { cannot, hint } = REFUSALS[verb];
  throw new HelixError(
    'refused',
    `${record.address} cannot ${cannot}: it runs until it expires, on ${endsAt.slice(0, 10)}.`,
    { hint },
  );
}

async function* readInstanceLogs(
  record: ResourceRecord,
  environment: AnonymousEnvironment,
  { follow, limit, signal }: LogOptions,
): AsyncGenerator<LogLine, void, undefined> {
  const { anonymous } = environment.clients(anonymousInputs(record).endpoint);
  const keyed = await keyedOf(record, environment);
  const lines = follow
    ? anonymous.followLogs(keyed, limit, { signal })
    : await anonymous.readLogs(keyed, limit, { signal });
  for await (const { time, level, message } of lines) yield { at: time, level, message };
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
