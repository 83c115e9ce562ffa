import { ApiError } from './api-error';
import type { ClusterRecord, Owner } from './cluster';
import { stateOf } from './cluster';

export function ownedByOther(cluster: ClusterRecord): ApiError {
  const who = cluster.owner === null ? 'nobody' : ownerText(cluster.owner);
  return new ApiError(409, 'owned_by_other', `cluster ${cluster.id} belongs to ${who}`, {
    owner: cluster.owner && { ...cluster.owner },
  });
}

/** 409: it passes by itself, so waiting and repeating helps. */
export function busy(cluster: ClusterRecord): ApiError {
  const state = stateOf(cluster);
  return new ApiError(409, 'busy', `cluster ${cluster.id} is ${state}`, { state });
}

/** 409: repeating does not help. */
export function wrongState(cluster: ClusterRecord, wanted: string): ApiError {
  const state = stateOf(cluster);
  return new ApiError(409, 'wrong_state', `cluster ${cluster.id} is ${state}, not ${wanted}`, { state });
}

function ownerText(owner: Owner): string {
  return `${owner.lineage}/${owner.workspace}/${owner.address}`;
}
