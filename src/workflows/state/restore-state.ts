import type { Ports } from '../../ports/ports';
import type { State } from '../../state/state';
import { loadProject } from '../project/load-project';
import type { ProjectRequest } from '../project/project';
import { commitEdit } from '../run/runs';
import { stateUnder, withLease } from '../run/session';

export interface RestoreRequest extends ProjectRequest {
  readonly serial: number;
  readonly lockTimeoutMs: number;
}

/**
 * Makes an older state that is kept the newest one, also where the newest cannot be read. Changes since then are no
 * longer on record; nothing is changed in any cloud. Returns the state as written.
 */
export async function restoreState(ports: Ports, request: RestoreRequest): Promise<State> {
  const { serial, lockTimeoutMs } = request;
  const project = await loadProject(ports, request);
  const operation = `state restore --serial ${serial}`;
  return withLease(ports, project, { operation, lockTimeoutMs, restore: serial }, (session) =>
    commitEdit(ports, session, operation, stateUnder(session)),
  );
}
