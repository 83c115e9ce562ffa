import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { StateBackend } from '../../ports/state-backend';
import { assertUsableBy } from '../../state/usable';
import type { LoadedProject } from '../project/project';
import { CheckedStore } from './checked-store';

/** Opens the state store of a project's workspace. */
export async function openStore(ports: Ports, project: LoadedProject): Promise<CheckedStore> {
  const { config, workspace, scope } = project;
  const backend = await openBackend(ports, project);
  const mayBeLeft = config.state.backend !== 'local' && scope !== 'local';
  return new CheckedStore(backend.store(workspace), async (state) => {
    if (state === null && mayBeLeft) await assertNothingLeft(ports, project, backend.place);
    // A renamed project keeps the containers of this host; what is shared carries the name that it was made under.
    assertUsableBy(scope === 'local' ? (state?.project ?? '') : config.project.name, state);
  });
}

/** Opens the store of any workspace, whose state may be missing. */
export function workspaceStore(backend: StateBackend, workspace: string, project: string): CheckedStore {
  return new CheckedStore(backend.store(workspace), (state) => assertUsableBy(project, state));
}

/** Opens the backend that keeps the states of a project. */
export function openBackend(
  ports: Pick<Ports, 'stateBackend'>,
  { root, config, scope }: Pick<LoadedProject, 'root' | 'config' | 'scope'>,
): Promise<StateBackend> {
  return ports.stateBackend({ root, project: config.project.name, state: config.state, scope });
}

/**
 * `[state]` may have been edited by hand while `.helix` still holds the state; everything would be planned as new.
 * @throws HelixError `refused` where that is so
 */
async function assertNothingLeft(
  ports: Ports,
  { root, config, workspace, scope }: LoadedProject,
  place: string,
): Promise<void> {
  const { encryption } = config.state;
  const state = { backend: 'local', encryption } as const;
  const local = await openBackend(ports, { root, config: { ...config, state }, scope });
  const left = await local.store(workspace).read();
  if (left === null || left.moved !== undefined || Object.keys(left.resources).length === 0) return;
  throw new HelixError('refused', `nothing is recorded in ${place}, but ${local.place} holds a state`, {
    hint: 'Nothing was changed. `helix state migrate --from local` moves it to where `[state]` says.',
  });
}
