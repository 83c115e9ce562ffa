import type { Clock } from '../../ports/clock';
import type { Lease, LockRequest, StateStore } from '../../ports/state-store';
import type { State } from '../../state/state';

/** One process that uses a store: by which clock it lives, and how long its leases are, in milliseconds. */
export interface StoreUser {
  readonly clock: Clock;
  readonly host: string;
  readonly pid: number;
  readonly leaseMs: number;
  readonly heartbeatMs: number;
}

/** One workspace's storage, empty at first. */
export interface StateStoreBackend {
  /** The store as another process sees it. */
  open(user: StoreUser): StateStore;
  dispose(): Promise<void>;
}

/** The processes of one test, each with a host and a process id of its own. */
export interface StoreUsers {
  readonly open: (times?: Pick<StoreUser, 'leaseMs' | 'heartbeatMs'>, clock?: Clock) => StateStore;
  /** Takes the lock; it is released after the test. */
  readonly lock: (store: StateStore, request?: Partial<LockRequest>) => Promise<Lease>;
  /** A process that holds the lock and has committed a first state. */
  readonly startHolder: () => Promise<{
    readonly store: StateStore;
    readonly lease: Lease;
    readonly state: State;
  }>;
}

/** A lease that outlasts every test. */
export const LONG = { leaseMs: 30_000, heartbeatMs: 10_000 };
// Long enough that a busy machine does not miss half of it, short enough to wait for.
export const SHORT = { leaseMs: 800, heartbeatMs: 80 };
/** For those that have to hold: a process that stands still for half a lease has lost it. */
export const HELD = { leaseMs: 2500, heartbeatMs: 80 };
/** Only a lock that nobody frees is waited for that long. */
export const HANG_MS = 600_000;

/** Returns a value that is known to be there. */
export function known<Value>(value: Value | null): Value {
  if (value === null) throw new Error('there is none');
  return value;
}
