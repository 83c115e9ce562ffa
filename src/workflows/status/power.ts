import type { Engine } from '../../ports/engine';
import type { LogLine } from '../../ports/engine-verbs';
import type { Ports } from '../../ports/ports';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import { existingNamed } from '../project/find-resource';
import { loadProject } from '../project/load-project';
import { declaredState } from '../project/project';
import type { ProjectRequest } from '../project/project';
import { findVerb } from '../run/find-verb';
import { openEngines } from '../run/open-engines';
import { commitEdit } from '../run/runs';
import { withLease } from '../run/session';
import { readState } from '../state/state';

export interface PowerRequest extends ProjectRequest {
  readonly name: string;
  readonly lockTimeoutMs: number;
}

/** Starts, stops or restarts a resource and waits until that is done. A stopped resource is shown in plans, and is not a change. */
export async function switchPower(
  ports: Ports,
  request: PowerRequest,
  wanted: 'start' | 'stop' | 'restart',
): Promise<Address> {
  const project = await loadProject(ports, request);
  const lock = { operation: `${wanted} ${request.name}`, lockTimeoutMs: request.lockTimeoutMs };
  return withLease(ports, project, lock, async (session) => {
    const { lease } = session;
    const state = lease.state();
    const named = existingNamed(state, declaredState(project), request.name);
    if (state === null) throw new Error('a record without a state');
    const { resource: record, verb: execute } = await findVerb(ports, session, named, wanted);
    const { address } = record;
    lease.assertHeld();
    await execute(record);
    const status = wanted === 'stop' ? 'stopped' : 'ready';
    const engine = await session.engine(record.engine);
    const outputs = await readOutputs(engine, record);
    const resources = { ...state.resources, [address]: { ...record, status, outputs } };
    await commitEdit(ports, session, `${wanted} ${address}`, { ...state, resources });
    return address;
  });
}

/** Reads the outputs of a resource again: many machines have another address after they were stopped. */
async function readOutputs(engine: Engine, record: ResourceRecord): Promise<ResourceRecord['outputs']> {
  const seen = (await engine.observe([record])).get(record.address);
  return seen?.state === 'present' ? seen.existing.outputs : record.outputs;
}

/** Reads the log of a resource, oldest line first. */
export async function* readLogs(
  ports: Ports,
  request: ProjectRequest & { readonly name: string },
  options: { readonly follow: boolean; readonly limit: number | null },
): AsyncIterable<LogLine> {
  const { project, state } = await readState(ports, request);
  const session = { engine: openEngines(ports, project, () => state) };
  const named = existingNamed(state, declaredState(project), request.name);
  const { resource, verb } = await findVerb(ports, session, named, 'logs');
  const abort = new AbortController();
  using _ = ports.interrupts.listen(() => abort.abort());
  yield* verb(resource, { ...options, signal: abort.signal });
}
