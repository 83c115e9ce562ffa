import { canonicalJson } from '../../../values/digest';
import type { Cluster, UpdateClusterRequest } from '../api/client';
import { describeState } from './cluster-operation';
import type { ClusterOperation } from './cluster-operation';
import { deployQueries, isDeployed } from './deploy-queries';
import { envLabel } from './env-vars';
import { ENV, labelChanges } from './labels';
import { OperationFailure } from './operation-failure';
import { isAtRest, isGone } from './settle';
import type { Wanted } from './wanted-cluster';

/**
 * Updates a cluster of ours to what is wanted, and returns it. Compares with the cluster itself, not with the record, so
 * that it can be repeated after any interruption. A failed cluster is sent its whole configuration once more, which makes
 * the service try again. `size` null leaves the size as it is.
 */
export async function updateCluster(
  operation: ClusterOperation,
  seen: Cluster,
  wanted: Wanted,
  size: string | null,
  key: string,
): Promise<Cluster> {
  const { region, queries } = wanted.inputs;
  if (seen.region !== region) {
    throw new OperationFailure({
      kind: 'failed',
      message: `${operation.title} is in ${seen.region}, and a cluster cannot move to ${region}.`,
      hint: 'Plan with --refresh: the plan then replaces it.',
    });
  }
  let cluster = await waitUntilAtRest(operation, seen);
  // Read first: when the files are not those of the plan, nothing must change.
  const deployment = isDeployed(cluster, queries) ? null : await wanted.readDeployRequest();
  const body = difference(cluster, wanted, size);
  if (Object.keys(body).length > 0)
    cluster = await waitUntilAtRest(operation, await patchCluster(operation, cluster, body, key));
  if (cluster.state === 'failed') throw broken(operation, cluster);
  return deployment === null ? cluster : deployQueries(operation, cluster, deployment);
}

/** Waits until the service has finished its work. @throws OperationFailure when the cluster is gone then */
export async function waitUntilAtRest(operation: ClusterOperation, first: Cluster): Promise<Cluster> {
  const end = first.state === 'deleting' ? isGone : isAtRest;
  const cluster = await operation.waitUntil(end, first);
  if (cluster !== null) return cluster;
  throw new OperationFailure({
    kind: 'failed',
    message: `${operation.title} no longer exists.`,
    hint: 'Somebody deleted it. The next plan creates it again.',
  });
}

/** The error for a cluster that the service could not bring up. */
export function broken(operation: ClusterOperation, cluster: Cluster): OperationFailure {
  return new OperationFailure({
    kind: 'failed',
    message: `${operation.title} is ${describeState(cluster)}.`,
    hint: 'Apply again and the service tries again, or destroy it.',
  });
}

/** Sends a PATCH; an operation sends at most one under its key. */
export async function patchCluster(
  operation: ClusterOperation,
  cluster: Cluster,
  body: UpdateClusterRequest,
  key: string,
): Promise<Cluster> {
  const { client, id, call } = operation;
  operation.phase('updating');
  const send = () => client.update(id, body, key, operation.caller(cluster), call);
  const updated = await operation.changeAtRest(send);
  operation.remember(updated);
  return updated;
}

function difference(cluster: Cluster, wanted: Wanted, size: string | null): UpdateClusterRequest {
  const { buildMode, dbConfig } = wanted.inputs;
  const isBroken = cluster.state === 'failed';
  const isOtherDb = canonicalJson(cluster.db_config) !== canonicalJson(dbConfig);
  const labels = labelChanges(cluster.labels, wanted.labels);
  return {
    ...(size !== null && (isBroken || cluster.size !== size) ? { size } : {}),
    ...(isBroken || cluster.build_mode !== buildMode ? { build_mode: buildMode } : {}),
    ...(isBroken || isOtherDb ? { db_config: dbConfig } : {}),
    ...(isOtherEnv(cluster, wanted) ? { env_vars: wanted.envVars() } : {}),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
  };
}

function isOtherEnv(cluster: Cluster, { env, labels }: Wanted): boolean {
  const asked = Object.keys(env.envVars).sort();
  if (cluster.env_vars.length === 0 && asked.length === 0) return false;
  // Without the label these are the variables of an imported cluster, which nobody asked to change.
  if (!(ENV in labels)) return false;
  const isSameNames = [...cluster.env_vars].sort().join('\n') === asked.join('\n');
  return !isSameNames || cluster.labels[ENV] !== envLabel(env);
}
