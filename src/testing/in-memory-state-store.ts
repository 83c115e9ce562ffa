import type { Clock } from '../ports/clock';
import type { Holder, Lease, LockRequest, OlderState, StateStore } from '../ports/state-store';
import { LeaseWatch } from '../state/lease-watch';
import { lockedError } from '../state/lock-errors';
import { notKept } from '../state/stored/kept-errors';
import { pendingEntries } from '../state/stored/snapshot';
import type { State } from '../state/state';
import { InMemoryLease } from './in-memory-lease';
import type { InMemoryLock, InMemoryStateBackend } from './in-memory-state-backend';

/** The user of a store, and its clock. Times in milliseconds. */
export interface InMemoryStateStoreOptions {
  readonly clock: Clock;
  readonly workspace?: string;
  readonly host?: string;
  readonly pid?: number;
  readonly leaseMs?: number;
  readonly heartbeatMs?: number;
}

/**
 * A StateStore in memory: one process's view of a backend. Stores that share an `InMemoryStateBackend` play several
 * processes, or several machines when their hosts differ. Heartbeats and waiting go by the given clock: a holder
 * whose clock does not move is a stopped process.
 */
export class InMemoryStateStore implements StateStore {
  readonly #backend: InMemoryStateBackend;
  readonly #options: Required<InMemoryStateStoreOptions>;

  constructor(backend: InMemoryStateBackend, options: InMemoryStateStoreOptions) {
    this.#backend = backend;
    this.#options = {
      workspace: 'default',
      host: 'host',
      pid: 1,
      leaseMs: 30_000,
      heartbeatMs: 10_000,
      ...options,
    };
  }

  read(): Promise<State | null> {
    return Promise.resolve(this.#backend.current());
  }

  // It keeps none but the newest.
  async *readOlder(): AsyncIterable<OlderState> {}

  async lock(request: LockRequest): Promise<Lease> {
    if (request.restore !== undefined) throw notKept(request.restore, []);
    const { clock, leaseMs, workspace } = this.#options;
    const watch = new LeaseWatch(leaseMs);
    const startMs = clock.monotonicMs();
    for (let looks = 0; ; looks += 1) {
      const lock = this.#backend.lock;
      if (lock === null || lock.released || this.#hasEnded(lock, watch)) return this.#take(request);
      const why = lockedError(workspace, this.#describe(lock), leaseMs / 1000);
      if (clock.monotonicMs() - startMs >= request.timeoutMs) throw why;
      if (looks === 0) request.onWait?.(why);
      await clock.sleep(Math.min(500, leaseMs / 10));
    }
  }

  readHolder(): Promise<Holder | null> {
    const lock = this.#backend.lock;
    return Promise.resolve(lock === null || lock.released ? null : this.#describe(lock));
  }

  async unlock(): Promise<boolean> {
    if (this.#backend.lock?.released !== false) return false;
    await this.#take({ operation: 'unlock', by: 'unlock' }).release();
    return true;
  }

  #hasEnded(lock: InMemoryLock, watch: LeaseWatch): boolean {
    const beat = `${lock.holder.token}/${lock.beats}`;
    return (
      this.#describe(lock).liveness === 'gone' || watch.hasEnded(beat, this.#options.clock.monotonicMs())
    );
  }

  #take({ operation, by }: Pick<LockRequest, 'operation' | 'by'>): Lease {
    const { clock, host, pid } = this.#options;
    const token = (this.#backend.lock?.holder.token ?? 0) + 1;
    const holder = { operation, by, host, pid, since: clock.now().toISOString(), token };
    const lock: InMemoryLock = { holder, beats: 0, released: false };
    this.#backend.lock = lock;
    this.#seal(token);
    this.#backend.journals.set(token, []);
    return new InMemoryLease(this.#backend, lock, this.#options);
  }

  // The entries of earlier holders become part of the snapshot, so that their later writes do not count.
  #seal(token: number): void {
    const backend = this.#backend;
    const journals = [...backend.journals].map(([of, entries]) => ({ token: of, entries }));
    const isPending =
      pendingEntries(backend.snapshot?.journal ?? { token: 0, entries: 0 }, journals).length > 0;
    const state = backend.current();
    if (isPending && state !== null) {
      const at = this.#options.clock.now().toISOString();
      const sealed: State = { ...state, serial: state.serial + 1, updatedAt: at };
      backend.snapshot = { format: 1, journal: { token, entries: 0 }, state: sealed };
    }
    backend.journals.clear();
  }

  #describe(lock: InMemoryLock): Holder {
    const { host, pid } = lock.holder;
    const gone = this.#backend.isDead(host, pid);
    const seen = host === this.#options.host;
    return { ...lock.holder, liveness: !seen ? 'unknown' : gone ? 'gone' : 'alive' };
  }
}
