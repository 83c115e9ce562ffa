import { HelixError } from '../../errors';
import type { StateStore } from '../../ports/state-store';
import type { Moved, State } from '../../state/state';

/** A store that refuses to be used when its state is another project's, or once it was moved elsewhere. */
export function refusingMoved(store: StateStore, project: string): StateStore {
  return {
    read: async () => {
      const state = await store.read();
      assertHere(state, project);
      return state;
    },
    lock: async (request) => {
      const lease = await store.lock(request);
      try {
        assertHere(lease.state(), project);
      } catch (error) {
        await lease.release();
        throw error;
      }
      return lease;
    },
    older: () => store.older(),
    holder: () => store.holder(),
    unlock: () => store.unlock(),
  };
}

function assertHere(state: State | null, project: string): void {
  if (state !== null && state.project !== project) {
    throw new HelixError(
      'refused',
      `the state found here is that of project ${state.project}, not of ${project}`,
      {
        hint:
          `Nothing was changed. If this directory is a copy of ${state.project}, delete its .helix. ` +
          'If the project was renamed, give it its name back: its resources carry it.',
      },
    );
  }
  if (state?.moved !== undefined) throw movedError(state.moved);
}

function movedError({ to, at, by }: Moved): HelixError {
  return new HelixError('refused', `the state was moved to ${to} by ${by} on ${at}`, {
    hint: 'Nothing was read or changed here. Take the `[state]` table of helix.toml that goes with it, from where the move was committed.',
  });
}
