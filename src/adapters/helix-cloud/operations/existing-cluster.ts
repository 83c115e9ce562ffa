import type { Existing } from '../../../ports/engine';
import type { ResourceRecord } from '../../../state/state';
import type { Cluster } from '../api/client';
import { decodeOwnCluster, encodeSeenCluster } from '../../../resources/cluster';
import type { OwnClusterInputs } from '../../../resources/cluster';
import {
  decodeClusterOutputs,
  encodeSeenClusterOutputs,
  withNeverRan,
} from '../../../resources/cluster-outputs';
import { envLabel } from './env-vars';
import { ENV } from './labels';

/** Something that may have been asked of a cluster. */
export interface Asked {
  readonly inputs: Pick<OwnClusterInputs, 'size' | 'envVars'>;
  /** What a `size` of null stood for: a size, `any`, or null when that is not known. */
  readonly defaultSize: string | null;
}

/**
 * A cluster in the words of a record. Where the API shows a value it is taken as it is: `cluster_id`, `region`,
 * `size`, `build_mode`, `db_config`, and `queries` from `deployment.files` ({} before the first deployment).
 * Two things cannot be read back, and are taken from what was asked so that an apply followed by a look is no change:
 * - `size` is null when null was asked and the real size is still the one that the default became (`outputs.size`).
 *   Another real size is shown, as the drift that it is.
 * - `env_vars` are the asked references when the names are the same and the label `helix-env` says that the values came
 *   from these references; otherwise every name is `unknown`. New values behind the same references do not show.
 */
export function existingCluster(
  cluster: Cluster,
  asked: readonly Asked[],
  status: ResourceRecord['status'] = statusOf(cluster),
): Existing {
  const isDefault = asked.some(
    ({ inputs, defaultSize }) =>
      inputs.size === null && (defaultSize === 'any' || defaultSize === cluster.size),
  );
  return {
    inputs: encodeSeenCluster({
      clusterId: cluster.cluster_id,
      region: cluster.region,
      size: isDefault ? null : cluster.size,
      buildMode: cluster.build_mode,
      dbConfig: cluster.db_config,
      envVars: envVarsOf(cluster, asked),
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
  };
}

/** The same, with a note for the next plan that it was waited for in vain: it never ran, and is to be replaced. */
export function neverRan(existing: Existing): Existing {
  return { ...existing, outputs: withNeverRan(existing.outputs) };
}

/** A record as what exists, for when nothing was changed. */
export function existingOfRecord({ inputs, outputs, status }: ResourceRecord): Existing {
  return { inputs, outputs, status };
}

/** What a record asked for, and what its null size became. */
export function askedOfRecord({ address, inputs, outputs }: ResourceRecord): Asked {
  const { size } = decodeClusterOutputs(address, outputs);
  return { inputs: decodeOwnCluster(address, inputs), defaultSize: size };
}

/** A cluster on its way counts as what it is on its way to; one that never ran, or is going, is no success. */
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

function envVarsOf(cluster: Cluster, asked: readonly Asked[]): Readonly<Record<string, string>> {
  const names = [...cluster.env_vars].sort();
  if (names.length === 0) return {};
  for (const { inputs } of asked) {
    const isSameNames = Object.keys(inputs.envVars).sort().join('\n') === names.join('\n');
    if (isSameNames && cluster.labels[ENV] === envLabel(inputs.envVars)) return inputs.envVars;
  }
  return Object.fromEntries(names.map((name) => [name, 'unknown']));
}
