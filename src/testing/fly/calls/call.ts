import type { Clock } from '../../../ports/clock';
import { notFound, Refused } from '../refused';
import type { TokenRights } from '../tokens';
import type { FlyWorld } from '../world/fly-world';
import type { Leases } from '../world/leases';
import type { StoredApp, StoredMachine, StoredVolume } from '../world/stored';
import type { Timings } from '../world/timings';

/** The things that calls work on. */
export interface Service {
  readonly world: FlyWorld;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly timings: Timings;
}

/** A call that was let through: its values are those that the document allows. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly nonce: string | null;
  readonly rights: TokenRights;
  readonly signal: AbortSignal;
}

export interface Result {
  readonly status?: number;
  readonly body: unknown;
}

export type Handler = (service: Service, call: Call) => Result | Promise<Result>;

export const OK: Result = { body: { ok: true } };

/**
 * Finds the app of a call. One that is being deleted can only be read.
 * @throws Refused 403 for one of another organization, 404 where there is none that the token sees
 */
export function appOf({ world }: Service, { params, rights }: Call, mayBeGoing = false): StoredApp {
  const app = world.apps.get(params['app'] ?? '');
  // A token of one app sees no other.
  if (app === undefined || (rights.onlyApp !== null && rights.onlyApp !== app.name)) throw notFound('app');
  if (app.org !== rights.org)
    throw new Refused(403, 'the app belongs to another organization', 'unauthorized');
  if (app.goneAt !== null && !mayBeGoing) throw notFound('app');
  return app;
}

export function machineOf(
  service: Service,
  call: Call,
): { readonly app: StoredApp; readonly machine: StoredMachine } {
  const app = appOf(service, call);
  return { app, machine: service.world.machines.get(app, call.params['machine'] ?? '') };
}

/** Finds a machine to be changed: it lives, and nobody else holds its lease. */
export function heldMachine(service: Service, call: Call): ReturnType<typeof machineOf> {
  const found = machineOf(service, call);
  if (service.world.machines.stateOf(found.machine) === 'destroyed') throw notFound('machine');
  service.leases.assert(found.machine, call.nonce);
  return found;
}

export function volumeOf(
  service: Service,
  call: Call,
): { readonly app: StoredApp; readonly volume: StoredVolume } {
  const app = appOf(service, call);
  return { app, volume: service.world.volumes.get(app, call.params['volume'] ?? '') };
}
