import type { Owner } from '../../../resources/owner';
import type { ResourceRecord } from '../../../state/state';
import type { DeployRequest } from '../api/client';
import { decodeOwnCluster } from '../../../resources/cluster';
import type { OwnClusterInputs } from '../../../resources/cluster';
import { deployRequest } from './deploy-queries';
import { resolvedEnvVars } from '../../../resources/env-values';
import type { EnvSources } from '../../../resources/env-values';
import { givenEnv } from './env-vars';
import type { GivenEnv } from './env-vars';
import { labelsOf } from './labels';

/** A cluster as it is wanted, with the parts that no plan holds read when they are needed. */
export interface Wanted {
  readonly inputs: OwnClusterInputs;
  readonly env: GivenEnv;
  /** null: the label must be absent. */
  readonly labels: Readonly<Record<string, string | null>>;
  /** The values of the environment variables. @throws HelixError `config` when one is not set */
  readonly envVars: () => Record<string, string>;
  /** Reads the `.hx` files. @throws OperationFailure when they differ from those that were planned */
  readonly readDeployRequest: () => Promise<DeployRequest>;
}

/** The sources of the parts of a cluster that no plan holds. */
export interface WantedSources {
  readonly project: string;
  readonly env: EnvSources;
  /** Path below the queries directory -> text. */
  readonly hxFiles: () => Promise<ReadonlyMap<string, string>>;
}

/** Returns the cluster that the target of an operation stands for. */
export function wantedCluster(target: ResourceRecord, owner: Owner, sources: WantedSources): Wanted {
  const inputs = decodeOwnCluster(target.address, target.inputs);
  const env = givenEnv(target, inputs);
  return {
    inputs,
    env,
    labels: labelsOf(sources.project, owner, target.expiresAt, env),
    envVars: () => resolvedEnvVars(inputs.envVars, sources.env, target.address),
    readDeployRequest: async () => deployRequest(inputs.queries, await sources.hxFiles()),
  };
}
