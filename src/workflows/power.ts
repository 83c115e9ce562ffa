import type { Ports } from '../ports/ports';
import type { LogLine } from '../ports/helix-cloud';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import { recordNamed } from './project/find-resource';
import { loadProject } from './project/load-project';
import type { ProjectRequest } from './project/project';
import { commitEdit } from './run/runs';
import { underLease } from './run/session';
import { showRecord } from './state/state';

export interface PowerRequest extends ProjectRequest {
  readonly name: string;
  readonly lockTimeoutMs: number;
}

/** Starts or stops a cluster and waits until it is. A stopped cluster is shown in plans, and is no change. */
export async function power(ports: Ports, request: PowerRequest, wanted: 'start' | 'stop'): Promise<Address> {
  const project = await loadProject(ports, request);
  const lock = { operation: `${wanted} ${request.name}`, lockTimeoutMs: request.lockTimeoutMs };
  return underLease(ports, project, lock, async (session) => {
    const { lease } = session;
    const state = lease.state();
    const record = recordNamed(state, request.name, ['cluster']);
    if (state === null) throw new Error('a record without a state');
    const { address } = record;
    const owner = { lineage: state.lineage, workspace: state.workspace, address };
    lease.assertHeld();
    const { cloud, id } = await clusterAt(ports, project.root, record);
    await cloud[wanted](id, owner);
    const status = wanted === 'stop' ? 'stopped' : 'ready';
    const resources = { ...state.resources, [address]: { ...record, status } };
    await commitEdit(ports, session, `${wanted} ${address}`, { ...state, resources });
    return address;
  });
}

/** A cluster's log, oldest line first. */
export async function* logs(
  ports: Ports,
  request: ProjectRequest & { readonly name: string },
  options: { readonly follow: boolean; readonly limit: number | null },
): AsyncIterable<LogLine> {
  const record = await showRecord(ports, request, request.name, ['cluster']);
  const { root } = await loadProject(ports, request);
  const { cloud, id } = await clusterAt(ports, root, record);
  const abort = new AbortController();
  using _ = ports.interrupts.listen(() => abort.abort());
  yield* cloud.logs(id, { ...options, signal: abort.signal });
}

async function clusterAt(ports: Ports, root: string, record: ResourceRecord) {
  const { endpoint, cluster_id: id } = record.inputs;
  if (typeof endpoint !== 'string' || typeof id !== 'string') {
    throw new Error(`${record.address} is recorded without an endpoint or an id`);
  }
  return { cloud: await ports.helixCloud(endpoint, root), id };
}
