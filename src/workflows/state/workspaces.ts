import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { StateBackend } from '../../ports/state-backend';
import type { Holder } from '../../ports/state-store';
import type { State } from '../../state/state';
import { checkConfig, requireConfig } from '../project/check-config';
import { loadProject } from '../project/load-project';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { didYouMean } from '../../values/did-you-mean';
import { openBackend, workspaceStore } from '../run/open-store';
import { withLease } from '../run/session';

/** A workspace that has a state. */
export interface Workspace {
  readonly name: string;
  readonly state: State;
  readonly holder: Holder | null;
}

/** The number of workspaces that are read at a time. */
const AT_ONCE = 8;

/** Lists the workspaces of a project's shared state, sorted by name. */
export async function listWorkspaces(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
): Promise<Workspace[]> {
  const { backend, project } = await openSharedBackend(ports, request);
  const names = await backend.listWorkspaces();
  const found: Workspace[] = [];
  for (let first = 0; first < names.length; first += AT_ONCE) {
    const read = names.slice(first, first + AT_ONCE).map(async (name): Promise<Workspace[]> => {
      const store = workspaceStore(backend, name, project);
      const state = await store.read();
      return state === null ? [] : [{ name, state, holder: await store.readHolder() }];
    });
    found.push(...(await Promise.all(read)).flat());
  }
  return found;
}

/** Lists the names of all workspaces, including those whose state is empty by now. */
export async function listWorkspaceNames(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
): Promise<readonly string[]> {
  return (await openSharedBackend(ports, request)).backend.listWorkspaces();
}

/**
 * Makes sure that a workspace which is to be destroyed exists: a typing error must not look like a success.
 * @throws HelixError `not-found` unless it is the default one, or has a state
 */
export async function assertWorkspace(ports: Ports, project: LoadedProject): Promise<void> {
  const { workspace } = project;
  if (workspace === 'default' || project.scope === 'local') return;
  const names = await (await openBackend(ports, project)).listWorkspaces();
  if (!names.includes(workspace)) throw missing(workspace, names);
}

/** Forgets a workspace that has no resources left. */
export async function deleteWorkspace(
  ports: Ports,
  request: ProjectRequest & { readonly lockTimeoutMs: number },
): Promise<void> {
  const { workspace } = request;
  const project = await loadProject(ports, request);
  const names = await (await openBackend(ports, project)).listWorkspaces();
  // Checked first: taking the lock of a workspace that never existed would create it.
  if (!names.includes(workspace)) throw missing(workspace, names);
  const lock = { operation: 'workspace delete', lockTimeoutMs: request.lockTimeoutMs };
  await withLease(ports, project, lock, async ({ lease }) => {
    const state = lease.state();
    if (state === null) throw missing(workspace, names);
    const left = [
      ...Object.keys(state.resources),
      ...state.open.flatMap(({ members }) => members.map((m) => m.address)),
    ];
    if (left.length > 0) {
      const list = [...new Set(left)].slice(0, 5).join(', ');
      throw new HelixError(
        'refused',
        `workspace ${workspace} still has ${list}${left.length > 5 ? ', ...' : ''}`,
        {
          hint: `\`helix destroy --workspace ${workspace}\` takes it down first; \`helix state rm\` only forgets.`,
        },
      );
    }
    await lease.remove();
  });
}

async function openSharedBackend(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
): Promise<{ readonly backend: StateBackend; readonly project: string }> {
  const checked = await checkConfig(ports, request);
  const { root } = checked;
  const config = requireConfig(checked);
  const backend = await openBackend(ports, { root, config, scope: 'shared' });
  return { backend, project: config.project.name };
}

function missing(workspace: string, names: readonly string[]): HelixError {
  return new HelixError('not-found', `there is no workspace ${workspace}`, {
    hint: didYouMean(workspace, names) ?? 'See `helix workspace list`.',
  });
}
