import type { Holder } from '../../ports/state-store';
import type { Ports } from '../../ports/ports';
import type { ResourceRecord, State } from '../../state/state';
import { recordNamed } from '../project/find-resource';
import { loadProject } from '../project/load-project';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { openStore } from '../run/open-store';

/** Reads the state of a project's workspace; null where nothing was ever recorded. */
export async function readState(
  ports: Ports,
  request: ProjectRequest,
): Promise<{ project: LoadedProject; state: State | null }> {
  const project = await loadProject(ports, request);
  const store = await openStore(ports, project);
  return { project, state: await store.read() };
}

/** Reads one record, by address or name. */
export async function showRecord(
  ports: Ports,
  request: ProjectRequest,
  name: string,
): Promise<ResourceRecord> {
  const { state } = await readState(ports, request);
  return recordNamed(state, name);
}

/** Frees a lease by hand. Returns its holder, or null when nobody held it. */
export async function unlock(ports: Ports, request: ProjectRequest): Promise<Holder | null> {
  const project = await loadProject(ports, request);
  const store = await openStore(ports, project);
  const holder = await store.readHolder();
  if (holder !== null) await store.unlock();
  return holder;
}
