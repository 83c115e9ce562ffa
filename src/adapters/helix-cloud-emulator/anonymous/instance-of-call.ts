import { ApiError } from '../api-error';
import type { Registry } from '../registry';
import type { Call } from '../world';
import type { AnonymousRecord } from './instance';
import { assertDeploymentKey, assertLives } from './keys';

/**
 * Returns the instance of a call that carries its deployment key.
 * @throws ApiError 401, 404, 410
 */
export function keyedInstanceOf(registry: Registry, call: Call, now: Date): AnonymousRecord {
  const instance = instanceOf(registry, call, now);
  assertDeploymentKey(instance, call, now);
  assertLives(instance, now);
  return instance;
}

/** @throws ApiError 404 */
export function instanceOf(registry: Registry, call: Call, now: Date): AnonymousRecord {
  const id = call.path['id'] ?? '';
  const instance = registry.instances.find(id, now);
  if (instance === undefined) throw new ApiError(404, 'not_found', `there is no instance ${id}`);
  return instance;
}

/** Returns a 409 for a temporary conflict: wait and repeat. */
export function busyInstance({ id }: AnonymousRecord, state: string): ApiError {
  return new ApiError(409, 'busy', `${id} is ${state}`, { state });
}

/** @throws ApiError 409 for an instance that is a cluster of an account by now */
export function assertUnclaimed({ id, claim }: AnonymousRecord): void {
  if (claim === null) return;
  throw new ApiError(409, 'wrong_state', `${id} was claimed: it is the cluster ${claim.clusterId} now`);
}
