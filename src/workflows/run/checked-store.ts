import type { Holder, Lease, LockRequest, OlderState, StateStore } from '../../ports/state-store';
import type { State } from '../../state/state';

/** Throws for a state that must not be used; null: nothing was ever written. */
export type StateCheck = (state: State | null) => Promise<void> | void;

/** A state store that hands out no state that fails its check, and knows the state that was handed out last. */
export class CheckedStore implements StateStore {
  readonly #store: StateStore;
  readonly #check: StateCheck;
  #current: () => State | null = () => null;

  constructor(store: StateStore, check: StateCheck) {
    this.#store = store;
    this.#check = check;
  }

  /** The state as it was read, or as it is now under the lease; null before either. */
  get current(): State | null {
    return this.#current();
  }

  async read(): Promise<State | null> {
    const state = await this.#store.read();
    await this.#check(state);
    this.#current = () => state;
    return state;
  }

  async lock(request: LockRequest): Promise<Lease> {
    const lease = await this.#store.lock(request);
    try {
      await this.#check(lease.state());
    } catch (error) {
      await lease.release();
      throw error;
    }
    this.#current = () => lease.state();
    return lease;
  }

  readOlder(): AsyncIterable<OlderState> {
    return this.#store.readOlder();
  }

  readHolder(): Promise<Holder | null> {
    return this.#store.readHolder();
  }

  unlock(): Promise<boolean> {
    return this.#store.unlock();
  }
}
