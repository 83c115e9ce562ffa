import { ownClusterOf } from '../caller';
import { clusterView } from '../cluster';
import type { Call, Reply, World } from '../world';
import { iso, transact } from '../world';

/** `DELETE /clusters/{id}` */
export function deleteCluster(world: World, call: Call): Reply {
  return transact<Reply>(world, call, call.path['id'] ?? '', (registry) => {
    const now = world.clock.now();
    const before = ownClusterOf(registry, call, now);
    if (before.transition?.state === 'deleting') {
      return { answer: { status: 202, json: clusterView(before) } };
    }
    const endsAt = iso(now, world.timings.deleteMs);
    const cluster = {
      ...before,
      transition: {
        state: 'deleting',
        to: 'gone',
        startedAt: iso(now),
        endsAt,
        reason: null,
        outcome: null,
      },
      updatedAt: iso(now),
    } as const;
    return {
      entry: {
        time: iso(now),
        cluster,
        lines: [{ time: iso(now), level: 'info', message: 'deleting' }],
      },
      answer: { status: 202, json: clusterView(cluster) },
    };
  });
}
