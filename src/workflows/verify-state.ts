import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import type { State } from '../state/state';
import { verifyState, type Finding } from '../state/verify';
import { refusingMoved } from './moved';
import { loadProject } from './project';
import type { ProjectRequest } from './project';
import { stateBackend } from './session';

/** What was found in one workspace. */
export interface Verified {
  readonly workspace: string;
  /** Where it is kept. */
  readonly place: string;
  /** null where nothing is recorded, or where it cannot be read. */
  readonly serial: number | null;
  readonly lineage: string | null;
  readonly resources: number;
  readonly open: number;
  readonly findings: readonly Finding[];
}

/** Reads one workspace, or all of them, as they are kept, and checks what was read. Changes nothing. */
export async function verify(ports: Ports, request: ProjectRequest, all: boolean): Promise<Verified[]> {
  const project = await loadProject(ports, request);
  const backend = await stateBackend(ports, project);
  const names = all ? await backend.workspaces() : [request.workspace];
  const verified: Verified[] = [];
  // One after the other: each may be large.
  for (const workspace of names) {
    try {
      const state = await refusingMoved(backend.store(workspace), project.config.project.name).read();
      verified.push(
        resultOf(backend.place, workspace, state, state === null ? [] : verifyState(state, workspace)),
      );
    } catch (error) {
      // What is damaged is a finding; what is out of reach ends the run.
      if (!(error instanceof HelixError) || error.kind !== 'config') throw error;
      verified.push(resultOf(backend.place, workspace, null, [{ about: 'state', message: error.message }]));
    }
  }
  return verified;
}

function resultOf(
  place: string,
  workspace: string,
  state: State | null,
  findings: readonly Finding[],
): Verified {
  return {
    ...{ workspace, place, findings },
    serial: state?.serial ?? null,
    lineage: state?.lineage ?? null,
    resources: Object.keys(state?.resources ?? {}).length,
    open: state?.open.length ?? 0,
  };
}
