import type { ClusterRecord, Owner } from './cluster';
import { isSameOwner } from './cluster';
import { ApiError, invalid, notFound } from './api-error';
import { ownedByOther } from './cluster-conflicts';
import type { Registry } from './registry';
import type { Call } from './world';

/** Returns the caller that `Helix-Owner` names: `lineage/workspace/address`, each part percent-encoded. */
export function callerOf(call: Call): Owner {
  const parts = (call.header['helix-owner'] ?? '').split('/').map(tryDecode);
  const [lineage, workspace, address] = parts;
  if (parts.length !== 3 || !lineage || !workspace || !address) {
    throw invalid([{ path: 'helix-owner', message: 'must be lineage/workspace/address, percent-encoded' }]);
  }
  return { lineage, workspace, address };
}

/**
 * Returns the cluster of the call, in the incarnation that the call names.
 * @throws ApiError 404, 412
 */
export function clusterOf(registry: Registry, call: Call, now: Date): ClusterRecord {
  const id = call.path['id'] ?? '';
  const cluster = registry.cluster(id, now);
  if (cluster === undefined) throw notFound(id);
  const wanted = call.query['incarnation'];
  if (wanted !== undefined && wanted !== cluster.incarnation) {
    throw new ApiError(412, 'incarnation_mismatch', `cluster ${id} has been created again since`, {
      incarnation: cluster.incarnation,
    });
  }
  return cluster;
}

/**
 * Returns the cluster of the call if the caller owns it.
 * @throws ApiError 404, 409, 412
 */
export function ownClusterOf(registry: Registry, call: Call, now: Date): ClusterRecord {
  const caller = callerOf(call);
  const cluster = clusterOf(registry, call, now);
  if (!isSameOwner(cluster.owner, caller)) throw ownedByOther(cluster);
  return cluster;
}

function tryDecode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
