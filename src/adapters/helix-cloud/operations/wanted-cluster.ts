import type { Owner } from '../../../resources/owner';
import type { ResourceRecord } from '../../../state/state';
import type { DeployRequest } from '../api/client';
import { decodeOwnCluster } from '../../../resources/cluster';
import type { OwnClusterInputs } from '../../../resources/cluster';
import { deployRequest } from './deploy-queries';
import { resolvedEnvVars } from './env-vars';
import type { EnvSources } from './env-vars';
import { labelsOf } from './labels';

/** What a cluster shall be, and where the parts that no plan holds come from when they are needed. */
export interface Wanted {
  readonly inputs: OwnClusterInputs;
  /** null: must not be there. */
  readonly labels: Readonly<Record<string, string | null>>;
  /** The values of the environment variables. @throws HelixError `config` when one is not set */
  readonly envVars: () => Record<string, string>;
  /** The `.hx` files. @throws OperationFailure when they are not those that were planned */
  readonly deployRequest: () => Promise<DeployRequest>;
}

/** Where the parts of a cluster come from that are in no plan. */
export interface WantedSources {
  readonly project: string;
  readonly env: EnvSources;
  /** Path below the queries directory -> text. */
  readonly hxFiles: () => Promise<ReadonlyMap<string, string>>;
}

/** What the record that an operation aims at stands for. */
export function wantedCluster(target: ResourceRecord, owner: Owner, sources: WantedSources): Wanted {
  const inputs = decodeOwnCluster(target.address, target.inputs);
  return {
    inputs,
    labels: labelsOf(sources.project, owner, target.expiresAt, inputs),
    envVars: () => resolvedEnvVars(inputs.envVars, sources.env, target.address),
    deployRequest: async () => deployRequest(inputs.queries, await sources.hxFiles()),
  };
}
