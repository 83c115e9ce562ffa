import { busy, wrongState } from '../cluster-conflicts';
import { ownClusterOf } from '../caller';
import type { ClusterRecord } from '../cluster';
import { clusterView, stateOf } from '../cluster';
import type { Call, Reply, World } from '../world';
import { iso, transact } from '../world';

/** `POST /clusters/{id}/start`: starts a stopped or failed cluster; a running or starting one stays as it is. */
export function startCluster(world: World, call: Call): Reply {
  return switchPower(world, call, 'starting', 'running', world.timings.startMs);
}

/** `POST /clusters/{id}/stop`: stops a running cluster; a stopped or stopping one stays as it is. */
export function stopCluster(world: World, call: Call): Reply {
  return switchPower(world, call, 'stopping', 'stopped', world.timings.stopMs);
}

function switchPower(
  world: World,
  call: Call,
  passing: 'starting' | 'stopping',
  to: 'running' | 'stopped',
  ms: number,
): Reply {
  return transact<Reply>(world, call, call.path['id'] ?? '', (registry) => {
    const now = world.clock.now();
    const before = ownClusterOf(registry, call, now);
    const state = stateOf(before);
    if (state === passing || state === to) return { answer: { status: 202, json: clusterView(before) } };
    if (before.transition !== null) throw busy(before);
    if (to === 'stopped' && state !== 'running') throw wrongState(before, 'running');
    const cluster: ClusterRecord = {
      ...before,
      transition: {
        state: passing,
        to,
        startedAt: iso(now),
        endsAt: iso(now, ms),
        reason: null,
        outcome: null,
      },
      updatedAt: iso(now),
    };
    return {
      entry: { time: iso(now), cluster, lines: [{ time: iso(now), level: 'info', message: passing }] },
      answer: { status: 202, json: clusterView(cluster) },
    };
  });
}
