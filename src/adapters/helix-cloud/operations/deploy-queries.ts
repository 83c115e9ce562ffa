import { canonicalJson, digestOf, digestOfText } from '../../../values/digest';
import type { Cluster, DeployRequest } from '../api/client';
import type { OwnClusterInputs } from '../../../resources/cluster';
import type { ClusterOperation } from './cluster-operation';
import { OperationFailure, QueriesRefused } from './operation-failure';

type Queries = OwnClusterInputs['queries'];

/** Whether the cluster has exactly these files. */
export function isDeployed(cluster: Cluster, queries: Queries): boolean {
  return canonicalJson(cluster.deployment?.files ?? {}) === canonicalJson(queries);
}

/**
 * Returns the request that deploys the files of a plan. The files are read when the plan is applied, so their digests
 * are compared with the approved ones.
 * @throws OperationFailure when they differ
 */
export function deployRequest(queries: Queries, files: ReadonlyMap<string, string>): DeployRequest {
  const read = Object.fromEntries([...files].map(([path, text]) => [path, digestOfText(text)]));
  if (canonicalJson(read) !== canonicalJson(queries)) {
    const paths = new Set([...Object.keys(read), ...Object.keys(queries)]);
    const changed = [...paths].filter((path) => read[path] !== queries[path]).sort();
    throw new OperationFailure({
      kind: 'failed',
      message: `The queries differ from those that were planned: ${changed.join(', ')}.`,
      hint: 'Plan again, or restore the files that the plan was made from.',
    });
  }
  return {
    digest: digestOf(queries),
    files: [...files].map(([path, text]) => ({ path, text, sha256: read[path] ?? '' })),
  };
}

/**
 * Deploys queries, and returns the cluster as it is then.
 * @throws OperationFailure with the mistakes in the files; the cluster keeps its present files
 */
export async function deployQueries(
  operation: ClusterOperation,
  cluster: Cluster,
  request: DeployRequest,
): Promise<Cluster> {
  const { client, id, call } = operation;
  operation.phase('deploying queries');
  const outcome = await operation.changeAtRest(() =>
    client.deploy(
      id,
      request,
      operation.caller(cluster),
      ({ step, done, total }) => {
        if (step === 'compiling') operation.phase(`deploying queries (${done} of ${total})`);
      },
      call,
    ),
  );
  if (outcome.type === 'invalid') {
    throw new QueriesRefused({
      kind: 'failed',
      message: `The queries are not valid: ${outcome.message}.`,
      hint: 'Correct them and apply again; the cluster keeps what was deployed before.',
      problems: outcome.errors.map(({ file, line, message }) => ({ file, line, message })),
    });
  }
  const files = Object.fromEntries(request.files.map(({ path, sha256 }) => [path, sha256]));
  const deployed: Cluster = { ...cluster, deployment: { digest: request.digest, files } };
  operation.remember(deployed);
  return deployed;
}
