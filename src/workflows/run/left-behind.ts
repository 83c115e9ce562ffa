import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { StateBackend } from '../../ports/state-backend';
import type { StateStore } from '../../ports/state-store';
import type { Project } from '../project/project';

/**
 * A store that refuses to begin anew while `.helix` still holds the state: `[state]` was edited by hand, and everything
 * that exists would be planned as new.
 */
export function refusingLeftBehind(ports: Ports, project: Project, backend: StateBackend): StateStore {
  const store = backend.store(project.workspace);
  const { root, config, workspace, scope } = project;
  if (config.state.backend === 'local' || scope === 'local') return store;
  const { encryption } = config.state;
  const assertNothingLeft = async (): Promise<void> => {
    const state = { backend: 'local', encryption } as const;
    const local = await ports.stateBackend({ root, project: config.project.name, state, scope });
    const left = await local.store(workspace).read();
    if (left === null || left.moved !== undefined || Object.keys(left.resources).length === 0) return;
    throw new HelixError(
      'refused',
      `nothing is recorded in ${backend.place}, but ${local.place} holds a state`,
      {
        hint: 'Nothing was changed. `helix state migrate --from local` moves it to where `[state]` says.',
      },
    );
  };
  return {
    read: async () => {
      const state = await store.read();
      if (state === null) await assertNothingLeft();
      return state;
    },
    lock: async (request) => {
      const lease = await store.lock(request);
      try {
        if (lease.state() === null) await assertNothingLeft();
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
