import { basename, dirname } from 'node:path';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { decodeState } from '../../state/stored/format';
import { unmarked } from '../../state/content';
import type { State } from '../../state/state';
import { assertSuccessor } from '../../state/successor';
import { loadProject } from '../project/load-project';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { commitEdit } from '../run/runs';
import { withLease } from '../run/session';
import { LARGEST } from '../../values/sizes';

export interface PushRequest extends ProjectRequest {
  /** null: the text of `file`. */
  readonly text: string | null;
  /** An absolute path, or where the text comes from, for errors. */
  readonly file: string;
  /** Overwrite a newer state, or one of another lineage. */
  readonly force: boolean;
  readonly lockTimeoutMs: number;
}

/**
 * Replaces the recorded state by one that was pulled and edited; without `force` only when nothing was written since.
 * A state of another lineage is kept in a file before it is overwritten, unless it is encrypted. Returns the state as
 * written, and that file.
 */
export async function pushState(
  ports: Ports,
  request: PushRequest,
): Promise<{ readonly state: State; readonly kept: string | null }> {
  const [directory, name] = [dirname(request.file), basename(request.file)];
  const text = request.text ?? (await ports.files.readText(directory, name, LARGEST.record));
  if (text === null) throw new HelixError('not-found', `there is no file ${request.file}`);
  const pushed = decodeState(text, request.file);
  const project = await loadProject(ports, request);
  assertOf(pushed, project.config.project.name, project.workspace, request.file);
  const lock = { operation: 'state push', lockTimeoutMs: request.lockTimeoutMs };
  return withLease(ports, project, lock, async (session) => {
    const { lease } = session;
    const current = lease.state();
    if (current !== null && !request.force) assertSuccessor(pushed, current);
    let kept: string | null = null;
    if (current !== null && current.lineage !== pushed.lineage) {
      kept = await keep(ports, project, current);
      await lease.remove();
    }
    return { state: await commitEdit(ports, session, 'state push', unmarked(pushed)), kept };
  });
}

async function keep(ports: Ports, { root, config }: LoadedProject, state: State): Promise<string | null> {
  // A state that is encrypted in its backend must not be written here in plain text.
  if (config.state.encryption !== null) return null;
  const file = `.helix/backup/${state.workspace}.${state.lineage}.${state.serial}.json`;
  await ports.files.writeText(root, file, `${JSON.stringify(state, null, 2)}\n`);
  return file;
}

function assertOf(pushed: State, project: string, workspace: string, file: string): void {
  if (pushed.workspace !== workspace || pushed.project !== project) {
    throw new HelixError(
      'refused',
      `${file} is the state of project ${pushed.project}, workspace ${pushed.workspace}, not of ${project}, ${workspace}`,
      {
        hint: 'Nothing was written. What exists is owned by that workspace: push it there, with --workspace.',
      },
    );
  }
}
