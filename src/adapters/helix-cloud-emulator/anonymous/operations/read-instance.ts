import { ApiError } from '../../api-error';
import { NOBODY } from '../../authorize';
import { logReply } from '../../operations/get-cluster-logs';
import type { Call, Reply, World } from '../../world';
import { instanceView } from '../instance';
import { instanceOf, keyedInstanceOf } from '../instance-of-call';
import { assertLives, isKeyOf } from '../keys';

/** `GET /anonymous/instances/{id}/status` */
export function getAnonymousInstance(world: World, call: Call): Reply {
  const now = world.clock.now();
  const instance = instanceOf(world.store.read(), call, now);
  const isOfAccount = instance.claim !== null && call.key !== NOBODY;
  if (!isOfAccount && !isKeyOf(instance, call.header['x-deployment-key'] ?? '', now)) {
    throw new ApiError(401, 'unauthorized', 'the deployment key is missing or wrong');
  }
  assertLives(instance, now);
  return { status: 200, json: instanceView(instance, call.origin, now) };
}

/** `GET /anonymous/instances/{id}/logs` */
export function getAnonymousLogs(world: World, call: Call): Reply {
  const { id } = keyedInstanceOf(world.store.read(), call, world.clock.now());
  return logReply(world, call, id, (registry, now) => registry.instances.find(id, now) !== undefined);
}
