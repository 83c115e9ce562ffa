import type { Machine } from '../api/machine-calls';
import { exitOf, failingChecks } from '../existing';
import type { Exit } from '../existing';
import { FlyFailure } from './fly-failure';
import type { Site } from './site';
import { logTail } from './log-tail';

/** Fly waits at most 60 s in one request; less, so that a process that ends again and again is seen soon. */
const SECONDS = 10;
/** Ends of its process after which a machine has failed. */
const MOST_EXITS = 3;

/**
 * Waits until a machine runs and all of its checks pass. `earlier`: the machine before it was started.
 * @throws FlyFailure with the reason and the last lines of its log, where its process ends; `timeout`
 */
export async function waitUntilHealthy(
  site: Site,
  { id }: Pick<Machine, 'id'>,
  earlier: Machine | null,
): Promise<Machine> {
  const before = lastExit(earlier);
  const { api, app, clock, call, wait } = site;
  const started = clock.monotonicMs();
  for (;;) {
    const isStarted = await api.machines.waitFor(app, id, { state: 'started', seconds: SECONDS }, call);
    const machine = await api.machines.find(app, id, call);
    if (machine === null) throw new FlyFailure({ kind: 'failed', message: `The machine ${id} is gone.` });
    const failing = failingChecks(machine);
    if (isStarted && machine.state === 'started' && failing.length === 0) return machine;
    const events = exitsAfter(before, machine);
    const exit = exitOf({ events });
    const isOver = /^(stopped|failed)$/.test(machine.state) || events.length >= MOST_EXITS;
    if (exit !== null && isOver) throw await makeCrashFailure(site, machine, exit);
    if (clock.monotonicMs() - started > wait.healthyMs) throw await makeLateFailure(site, machine);
    site.phase(machine.state === 'started' ? 'waiting for its check' : machine.state);
    await clock.sleep(wait.pollMs, call.signal).catch(() => undefined);
  }
}

type Events = NonNullable<Machine['events']>;

/** Returns the ends of the process since an earlier one, which nobody asked for. */
function exitsAfter(before: number, { events = [] }: Machine): Events {
  return events.filter(
    ({ type, timestamp = Infinity, request }) =>
      type === 'exit' && timestamp > before && request?.exit_event?.requested_stop !== true,
  );
}

/** The time of the last end of the process of a machine, by Fly's clock. */
function lastExit(machine: Machine | null): number {
  const events = machine?.events ?? [];
  const times = events.map(({ type, timestamp = 0 }) => (type === 'exit' ? timestamp : 0));
  return Math.max(0, ...times);
}

async function makeCrashFailure(
  site: Site,
  { id }: Machine,
  { code, wasOutOfMemory }: Exit,
): Promise<FlyFailure> {
  const tail = await logTail(site);
  const how = wasOutOfMemory ? 'ran out of memory' : `ended with the exit code ${code ?? 'unknown'}`;
  return new FlyFailure({
    kind: 'failed',
    message: `The process of the machine ${id} ${how}.${tail}`,
    hint: hintFor(tail, wasOutOfMemory),
  });
}

function hintFor(tail: string, wasOutOfMemory: boolean): string {
  if (wasOutOfMemory) return 'Give it a larger `vm_size`.';
  if (/EACCES|Permission denied|readonly database/i.test(tail)) {
    return 'The user that the image starts with must be able to write to the volume: start it as root, or as the owner of its folder.';
  }
  return '`helix logs` shows all lines.';
}

async function makeLateFailure(site: Site, machine: Machine): Promise<FlyFailure> {
  const [check] = failingChecks(machine);
  const state = `is ${machine.state}`;
  const why = check === undefined ? state : `${state}, and its check does not pass: ${check.output ?? ''}`;
  return new FlyFailure({
    kind: 'timeout',
    message: `The machine ${machine.id} ${why}.${await logTail(site)}`,
    hint: 'Check `port` and `[health]` of its table. It may still get there: see `helix status`.',
  });
}
