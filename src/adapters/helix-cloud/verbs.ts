import type { Region } from '../../config/config';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { ClusterStatus, HelixCloud, LogLine, Owner } from '../../ports/helix-cloud';
import type { Random } from '../../ports/random';
import type { Cluster, HelixCloudClient } from './api/client';
import { lastWords } from './operations/cluster-operation';
import { existingCluster } from './operations/existing-cluster';
import type { LogEntry } from './api/log-lines';
import { DEFAULT_WAIT, settled } from './operations/settle';
import type { WaitSettings } from './operations/settle';

export interface CloudVerbsOptions {
  readonly client: HelixCloudClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait?: Partial<WaitSettings>;
}

/** The verbs that talk to one Helix Cloud directly: `status`, `logs`, `start`, `stop`, `import`, `cloud regions`. */
export class CloudVerbs implements HelixCloud {
  readonly #options: CloudVerbsOptions;

  constructor(options: CloudVerbsOptions) {
    this.#options = options;
  }

  async status(id: string): Promise<ClusterStatus | null> {
    const cluster = await this.#options.client.status(id);
    return cluster === null ? null : statusOf(cluster);
  }

  async list({ lineage, workspace }: Omit<Owner, 'address'>): Promise<readonly ClusterStatus[]> {
    return (await this.#options.client.list({ lineage, workspace })).map(statusOf);
  }

  async start(id: string, owner: Owner): Promise<void> {
    await this.#reach('running', id, await this.#options.client.start(id, { owner }));
  }

  async stop(id: string, owner: Owner): Promise<void> {
    await this.#reach('stopped', id, await this.#options.client.stop(id, { owner }));
  }

  async *logs(
    id: string,
    options: { readonly follow: boolean; readonly limit: number | null; readonly signal: AbortSignal },
  ): AsyncGenerator<LogLine, void, undefined> {
    const { client } = this.#options;
    const { signal } = options;
    const selection = options.limit === null ? {} : { limit: options.limit };
    const entries = options.follow
      ? client.followLogs(id, selection, { signal })
      : await client.logs(id, selection, { signal });
    for await (const entry of entries) yield lineOf(entry);
  }

  async regions(): Promise<readonly Region[]> {
    const { regions } = await this.#options.client.regions();
    return regions.map((region) => ({
      id: region.id,
      default: region.default,
      sizes: region.sizes.map((size) => ({
        id: size.id,
        vcpu: size.vcpu,
        memoryGb: size.memory_gb,
        usdPerHour: size.usd_per_hour,
        default: size.default,
      })),
    }));
  }

  async adopt(id: string, from: Owner | null, to: Owner): Promise<void> {
    const { client, random } = this.#options;
    const key = `helix-adopt-${random.uuid()}`;
    await client.update(id, { owner: { ...to }, adopt_from: from && { ...from } }, key, { owner: to });
  }

  /** Waits until a cluster has come where it was sent. */
  async #reach(state: 'running' | 'stopped', id: string, first: Cluster): Promise<void> {
    const { client, clock, wait } = this.#options;
    const { inTime, cluster } = await settled(
      first,
      (now) => now === null || now.state === state || now.state === 'failed',
      { look: () => client.status(id), clock, settings: { ...DEFAULT_WAIT, ...wait }, signal: undefined },
    );
    if (cluster?.state === state) return;
    const end = inTime ? `is ${lastWords(cluster)}` : `is still ${lastWords(cluster)}`;
    throw new HelixError('failed', `The cluster ${id} ${end}, not ${state}.`, {
      hint: 'Look at it with `helix status` and `helix logs`.',
    });
  }
}

function statusOf(cluster: Cluster): ClusterStatus {
  return {
    id: cluster.cluster_id,
    owner: cluster.owner,
    state: cluster.state,
    reason: cluster.reason,
    lastError: cluster.last_error,
    endpoint: cluster.endpoint,
    size: cluster.size,
    existing: existingCluster(cluster, []),
  };
}

function lineOf({ time, level, message }: LogEntry): LogLine {
  return { at: time, level, message };
}
