import type { Clock } from '../ports/clock';
import type { Lease } from '../ports/state-store';
import { mayStillAct } from '../state/lease-watch';
import { LeasedState } from '../state/leased-state';
import { lostLeaseError, staleLeaseError } from '../state/lock-errors';
import type { JournalEntry, State } from '../state/state';
import type { InMemoryLock, InMemoryStateBackend } from './in-memory-state-backend';

/** The lease of an `InMemoryStateStore`. Its heart beats by the store's clock until it is released or lost. */
export class InMemoryLease implements Lease {
  readonly token: number;
  readonly #backend: InMemoryStateBackend;
  readonly #lock: InMemoryLock;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #leased: LeasedState;
  readonly #stop = new AbortController();
  #lastBeatMs: number;

  constructor(
    backend: InMemoryStateBackend,
    lock: InMemoryLock,
    options: { readonly clock: Clock; readonly leaseMs: number; readonly heartbeatMs: number },
  ) {
    this.token = lock.holder.token;
    this.#backend = backend;
    this.#lock = lock;
    this.#clock = options.clock;
    this.#leaseMs = options.leaseMs;
    this.#leased = new LeasedState(this.token, backend.current());
    this.#lastBeatMs = options.clock.monotonicMs();
    void this.#beat(options.heartbeatMs);
  }

  state(): State | null {
    return this.#leased.state();
  }

  async append(entry: JournalEntry): Promise<void> {
    this.#leased.mustHaveState();
    await Promise.resolve();
    this.#mustHold();
    this.#backend.beforeAppend();
    this.#backend.journals.get(this.token)?.push(entry);
    this.#leased.fold([entry]);
  }

  async commit(state: State): Promise<State> {
    const journal = this.#leased.position();
    await Promise.resolve();
    this.#mustHold();
    this.#backend.beforeCommit();
    const next = this.#leased.next(state, this.#backend.serial + 1, this.#clock.now().toISOString());
    this.#backend.snapshot = { format: 1, journal, state: next };
    return this.#leased.committed(next, journal);
  }

  async remove(): Promise<void> {
    const journal = this.#leased.position();
    await Promise.resolve();
    this.#mustHold();
    this.#backend.beforeCommit();
    this.#backend.snapshot = { format: 1, journal, state: null };
    this.#leased.removed();
  }

  assertHeld(): void {
    this.#mustHold();
    if (!mayStillAct(this.#lastBeatMs, this.#clock.monotonicMs(), this.#leaseMs)) throw staleLeaseError();
  }

  release(): Promise<void> {
    this.#stop.abort(new Error('released'));
    this.#lock.released = true;
    return Promise.resolve();
  }

  #isHeld(): boolean {
    return this.#backend.lock === this.#lock && !this.#lock.released && !this.#isDead();
  }

  #isDead(): boolean {
    return this.#backend.isDead(this.#lock.holder.host, this.#lock.holder.pid);
  }

  #mustHold(): void {
    if (!this.#isHeld()) throw lostLeaseError();
  }

  async #beat(everyMs: number): Promise<void> {
    while (this.#isHeld()) {
      try {
        await this.#clock.sleep(everyMs, this.#stop.signal);
      } catch {
        return;
      }
      if (!this.#isHeld()) return;
      this.#lock.beats += 1;
      this.#lastBeatMs = this.#clock.monotonicMs();
    }
  }
}
