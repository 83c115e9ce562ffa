import { HelixError } from '../errors';
import type { StateStore } from '../ports/state-store';
import type { Moved, State } from '../state/state';

/** A store that refuses to be used once its state was moved elsewhere. */
export function refusingMoved(store: StateStore): StateStore {
  return {
    read: async () => {
      const state = await store.read();
      assertHere(state);
      return state;
    },
    lock: async (request) => {
      const lease = await store.lock(request);
      try {
        assertHere(lease.state());
      } catch (error) {
        await lease.release();
        throw error;
      }
      return lease;
    },
    holder: () => store.holder(),
    unlock: () => store.unlock(),
  };
}

function assertHere(state: State | null): void {
  if (state?.moved !== undefined) throw movedError(state.moved);
}

function movedError({ to, at, by }: Moved): HelixError {
  return new HelixError('refused', `the state was moved to ${to} by ${by} on ${at}`, {
    hint: 'Nothing was read or changed here. Take the `[state]` table of helix.toml that goes with it, from where the move was committed.',
  });
}
