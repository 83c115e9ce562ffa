import type { Existing } from '../../../ports/engine';
import type { ResourceRecord } from '../../../state/state';
import type { Cluster } from '../api/client';
import { decodeOwnCluster, encodeSeenCluster } from '../../../resources/cluster';
import {
  decodeClusterOutputs,
  encodeSeenClusterOutputs,
  withNeverRan,
  withRefusedQueries,
} from '../../../resources/cluster-outputs';
import { envLabel, givenEnv } from './env-vars';
import type { GivenEnv } from './env-vars';
import { ENV } from './labels';

/** A request that a cluster may reflect. */
export interface Asked {
  readonly size: string | null;
  readonly env: GivenEnv;
  /** The size that a `size` of null stood for: a size, `any`, or null when it is not known. */
  readonly defaultSize: string | null;
}

/**
 * A cluster in the words of a record. Values that the API shows are taken as they are: `cluster_id`, `region`, `size`,
 * `build_mode`, `db_config`, and `queries` from `deployment.files` ({} before the first deployment). Two values cannot be
 * read back, and are taken from the requests so that an apply followed by a refresh shows no change:
 * - `size` is null when null was requested and the real size is still the one that the default became (`outputs.size`).
 *   Another real size is shown as drift.
 * - `env_vars` are the requested references when the names are the same and the label `helix-env` confirms that the
 *   values came from them; otherwise every name is `unknown`.
 */
export function existingCluster(
  cluster: Cluster,
  asked: readonly Asked[],
  status: ResourceRecord['status'] = statusOf(cluster),
): Existing {
  const isDefault = asked.some(
    ({ size, defaultSize }) => size === null && (defaultSize === 'any' || defaultSize === cluster.size),
  );
  const env = envOf(cluster, asked);
  return {
    inputs: encodeSeenCluster({
      clusterId: cluster.cluster_id,
      region: cluster.region,
      size: isDefault ? null : cluster.size,
      buildMode: cluster.build_mode,
      dbConfig: cluster.db_config,
      envVars: env.envVars,
      queries: cluster.deployment?.files ?? {},
    }),
    outputs: encodeSeenClusterOutputs({
      endpointUrl: cluster.endpoint,
      incarnation: cluster.incarnation,
      size: cluster.size,
      vcpu: cluster.vcpu,
      memoryGb: cluster.memory_gb,
      createdAt: cluster.created_at,
    }),
    status,
    secretDigests: env.secretDigests,
  };
}

/** Adds a note for the next plan: the cluster never began to run in time, and is to be replaced. */
export function neverRan(existing: Existing): Existing {
  return { ...existing, outputs: withNeverRan(existing.outputs) };
}

/** Adds a note for `status`: the service refused the queries of the last deployment. */
export function refusedQueries(existing: Existing): Existing {
  return { ...existing, outputs: withRefusedQueries(existing.outputs) };
}

/** Returns the recorded cluster as what exists, where nothing was changed. */
export function existingOfRecord({ inputs, outputs, status, secretDigests = {} }: ResourceRecord): Existing {
  return { inputs, outputs, status, secretDigests };
}

/** The request that a record stands for, and the size that its null became. */
export function askedOfRecord(record: ResourceRecord): Asked {
  return askedOf(record, decodeClusterOutputs(record.address, record.outputs).size);
}

/** The request that would lead to a record, with the size that its null stands for. */
export function askedOf(record: ResourceRecord, defaultSize: string | null): Asked {
  const inputs = decodeOwnCluster(record.address, record.inputs);
  return { size: inputs.size, env: givenEnv(record, inputs), defaultSize };
}

/** A cluster in transition counts as its destination; one that never ran, or is being deleted, counts as failed. */
function statusOf({ state }: Cluster): ResourceRecord['status'] {
  switch (state) {
    case 'running':
    case 'updating':
    case 'starting':
      return 'ready';
    case 'stopping':
    case 'stopped':
      return 'stopped';
    case 'provisioning':
    case 'failed':
    case 'deleting':
      return 'failed';
  }
}

function envOf(cluster: Cluster, asked: readonly Asked[]): GivenEnv {
  const names = [...cluster.env_vars].sort();
  if (names.length === 0) return { envVars: {}, secretDigests: {} };
  for (const { env } of asked) {
    const isSameNames = Object.keys(env.envVars).sort().join('\n') === names.join('\n');
    if (isSameNames && cluster.labels[ENV] === envLabel(env)) return env;
  }
  return { envVars: Object.fromEntries(names.map((name) => [name, 'unknown'])), secretDigests: {} };
}
