import type { Call, Reply, World } from '../../world';
import { iso, transact } from '../../world';
import { instanceView } from '../instance';
import { assertUnclaimed, keyedInstanceOf } from '../instance-of-call';

/** `DELETE /anonymous/instances/{id}` */
export function deleteAnonymousInstance(world: World, call: Call): Reply {
  const reply = transact<Reply>(world, call, call.path['id'] ?? '', (registry) => {
    const now = world.clock.now();
    const before = keyedInstanceOf(registry, call, now);
    assertUnclaimed(before);
    if (before.deletedAt !== null) {
      return { answer: { status: 202, json: instanceView(before, call.origin, now) } };
    }
    const instance = { ...before, deletedAt: iso(now, world.timings.deleteMs), updatedAt: iso(now) };
    return {
      entry: {
        time: iso(now),
        instance,
        lines: [{ time: iso(now), level: 'info', message: 'deleting' }],
      },
      answer: { status: 202, json: instanceView(instance, call.origin, now) },
    };
  });
  world.images.removeAll(call.path['id'] ?? '');
  return reply;
}
