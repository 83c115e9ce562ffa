import { clusterOf } from '../caller';
import type { LogLine, Registry } from '../registry';
import type { Call, Reply, StreamEvent, World } from '../world';

const POLL_MS = 200;

type IsThere = (registry: Registry, now: Date) => boolean;

interface LogsQuery {
  readonly follow?: boolean;
  readonly since?: string;
  readonly limit?: number;
}

/** `GET /clusters/{id}/logs` */
export function getClusterLogs(world: World, call: Call): Reply {
  const { id, incarnation } = clusterOf(world.store.read(), call, world.clock.now());
  return logReply(world, call, id, (registry, now) => registry.cluster(id, now)?.incarnation === incarnation);
}

/** Answers the lines of what has a log: those that are there, or a stream that lasts while it is there. */
export function logReply(world: World, call: Call, id: string, isThere: IsThere): Reply {
  const { follow = false, since, limit = 100 } = call.query as LogsQuery;
  const registry = world.store.read();
  const from = since === undefined ? -Infinity : Date.parse(since);
  const lines = registry.lines(id).filter((line) => Date.parse(line.time) > from);
  const recent = lines.slice(-limit);
  if (!follow) return { status: 200, ndjson: recent };
  return { status: 200, events: (signal) => followLog(world, id, isThere, recent, from, signal) };
}

async function* followLog(
  world: World,
  id: string,
  isThere: IsThere,
  recent: readonly LogLine[],
  from: number,
  signal: AbortSignal,
): AsyncIterable<StreamEvent> {
  let last: LogLine | undefined;
  for (const line of recent) yield { event: 'log', data: (last = line) };
  for (;;) {
    await world.clock.sleep(POLL_MS, signal);
    const registry = world.store.read();
    if (!isThere(registry, world.clock.now())) break;
    for (const line of linesAfter(registry.lines(id), last, from))
      yield { event: 'log', data: (last = line) };
  }
  yield { event: 'end', data: { reason: 'the cluster was deleted' } };
}

// Compared by content: after another process compacted the log, the lines are other objects.
function linesAfter(lines: readonly LogLine[], last: LogLine | undefined, from: number): readonly LogLine[] {
  if (last === undefined) return lines.filter((line) => Date.parse(line.time) > from);
  const position = lines.findLastIndex((line) => line.time === last.time && line.message === last.message);
  return position === -1 ? lines.filter((line) => line.time > last.time) : lines.slice(position + 1);
}
