import { basename, dirname } from 'node:path';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { decodeState } from '../../state/format';
import type { State } from '../../state/state';
import { loadProject } from '../project/load-project';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { commitEdit } from '../run/runs';
import { underLease } from '../run/session';
import { LARGEST } from '../../values/sizes';

export interface PushRequest extends ProjectRequest {
  /** null: what `file` holds. */
  readonly text: string | null;
  /** An absolute path, or where the text comes from, for errors. */
  readonly file: string;
  /** Overwrite a newer state, or one of another lineage. */
  readonly force: boolean;
  readonly lockTimeoutMs: number;
}

/**
 * Replaces the recorded state by one that was pulled and edited. Without `force` only when nothing was written since.
 * A state of another lineage that is overwritten is kept in a
 * file first, unless it is encrypted; returns the state as written, and that file.
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
  return underLease(ports, project, lock, async (session) => {
    const { lease } = session;
    const current = lease.state();
    if (current !== null && !request.force) assertSuccessor(pushed, current);
    let kept: string | null = null;
    if (current !== null && current.lineage !== pushed.lineage) {
      kept = await keep(ports, project, current);
      await lease.remove();
    }
    const { moved: _, ...state } = pushed;
    return { state: await commitEdit(ports, session, 'state push', state), kept };
  });
}

async function keep(ports: Ports, { root, config }: LoadedProject, state: State): Promise<string | null> {
  // What is encrypted where it lies must not lie here in plain.
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

function assertSuccessor(pushed: State, current: State): void {
  if (pushed.lineage !== current.lineage) {
    throw new HelixError(
      'refused',
      `this is another state: its lineage is ${pushed.lineage}, not ${current.lineage}`,
      {
        hint: 'Nothing was written. --force replaces what is recorded all the same.',
      },
    );
  }
  if (pushed.serial !== current.serial) {
    throw new HelixError(
      'refused',
      `the recorded state has serial ${current.serial}, and this one was made from ${pushed.serial}`,
      {
        hint: 'Nothing was written. Pull again and repeat the edit; --force overwrites what came in between.',
      },
    );
  }
}
