import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { StateStore } from '../../ports/state-store';
import type { State } from '../../state/state';
import { verifyState } from '../../state/verify';
import type { Finding } from '../../state/verify';
import { loadProject } from '../project/load-project';
import type { ProjectRequest } from '../project/project';
import { openBackend, workspaceStore } from '../run/open-store';

/** The findings in one workspace. */
export interface Verified {
  readonly workspace: string;
  /** The place of its backend. */
  readonly place: string;
  /** null where nothing is recorded, or where it cannot be read. */
  readonly serial: number | null;
  readonly lineage: string | null;
  readonly resources: number;
  readonly open: number;
  /** Serials of the states beside the newest that were read as well; the newest first. */
  readonly older: readonly number[];
  readonly findings: readonly Finding[];
}

/**
 * Reads one workspace, or all of them, with every state that is kept and the journal, and checks what was read.
 * Changes nothing.
 */
export async function verify(ports: Ports, request: ProjectRequest, all: boolean): Promise<Verified[]> {
  const project = await loadProject(ports, request);
  const backend = await openBackend(ports, project);
  const names = all ? await backend.listWorkspaces() : [request.workspace];
  const verified: Verified[] = [];
  // One after the other: each state may be large.
  for (const workspace of names) {
    const store = workspaceStore(backend, workspace, project.config.project.name);
    const { state, findings } = await readNewest(store, workspace);
    const beside = await readOlder(store, workspace, state);
    verified.push(resultOf(backend.place, workspace, state, beside.read, [...findings, ...beside.findings]));
  }
  return verified;
}

async function readNewest(
  store: StateStore,
  workspace: string,
): Promise<{ state: State | null; findings: Finding[] }> {
  try {
    const state = await store.read();
    return { state, findings: state === null ? [] : verifyState(state, workspace) };
  } catch (error) {
    // A damaged state is a finding; one that is out of reach ends the run.
    if (!(error instanceof HelixError) || error.kind !== 'config') throw error;
    return { state: null, findings: [{ about: 'state', message: error.message }] };
  }
}

/** Checks that the older states can be read and have the same lineage. Their content is not compared. */
async function readOlder(
  store: StateStore,
  workspace: string,
  newest: State | null,
): Promise<{ read: number[]; findings: Finding[] }> {
  const read: number[] = [];
  const findings: Finding[] = [];
  const report = (serial: number, message: string): void =>
    void findings.push({ about: `state of serial ${serial}`, message });
  for await (const { serial, state } of store.readOlder()) {
    if (state instanceof HelixError) {
      // An old key may be gone for good, and the states that it encrypted need not be readable.
      if (state.kind === 'config') report(serial, state.message);
      else if (state.kind !== 'auth') throw state;
    } else if (state !== null) {
      read.push(serial);
      if (state.workspace !== workspace) report(serial, `it belongs to workspace ${state.workspace}`);
      if (newest !== null && state.lineage !== newest.lineage)
        report(serial, `its lineage is ${state.lineage}`);
    }
  }
  return { read, findings };
}

function resultOf(
  place: string,
  workspace: string,
  state: State | null,
  older: readonly number[],
  findings: readonly Finding[],
): Verified {
  return {
    workspace,
    place,
    older,
    findings,
    serial: state?.serial ?? null,
    lineage: state?.lineage ?? null,
    resources: Object.keys(state?.resources ?? {}).length,
    open: state?.open.length ?? 0,
  };
}
