import { ApiError } from './api-error';
import type { ClusterRecord, Owner } from './cluster';
import { stateOf } from './cluster';

export function ownedByOther(cluster: ClusterRecord): ApiError {
  const who = cluster.owner === null ? 'nobody' : ownerText(cluster.owner);
  return new ApiError(409, 'owned_by_other', `cluster ${cluster.id} belongs to ${who}`, {
    owner: cluster.owner && { ...cluster.owner },
  });
}

/** Returns a 409 for a temporary conflict: wait and repeat. */
export function busy(cluster: ClusterRecord): ApiError {
  const state = stateOf(cluster);
  return new ApiError(409, 'busy', `cluster ${cluster.id} is ${state}`, { state });
}

/** Returns a 409 that repeating does not resolve. */
export function wrongState(cluster: ClusterRecord, wanted: string): ApiError {
  const state = stateOf(cluster);
  return new ApiError(409, 'wrong_state', `cluster ${cluster.id} is ${state}, not ${wanted}`, { state });
}

function ownerText(owner: Owner): string {
  return `${owner.lineage}/${owner.workspace}/${owner.address}`;
}
