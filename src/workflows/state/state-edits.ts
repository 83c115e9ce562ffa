import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import type { ResourceRecord } from '../../state/state';
import { withoutRecord } from '../../state/without-record';
import { isName } from '../../values/name';
import type { Address } from '../../values/resource';
import { readAttribution } from '../project/read-attribution';
import { recordNamed } from '../project/find-resource';
import { loadProject } from '../project/load-project';
import { declaredState } from '../project/project';
import type { ProjectRequest } from '../project/project';
import { findVerb } from '../run/find-verb';
import { recover } from '../run/recover';
import { commitEdit, executeOne } from '../run/runs';
import { stateUnder, withLease } from '../run/session';
import type { LockedSession } from '../run/session';

export interface StateEditRequest extends ProjectRequest {
  readonly reporter: Reporter;
  readonly lockTimeoutMs: number;
}

/** Forgets a record and returns it. The resource itself stays as it is; Helix no longer manages it. */
export async function forgetRecord(
  ports: Ports,
  request: StateEditRequest & { readonly name: string },
): Promise<ResourceRecord> {
  const project = await loadProject(ports, request);
  const lock = { operation: `state rm ${request.name}`, lockTimeoutMs: request.lockTimeoutMs };
  return withLease(ports, project, lock, async (session) => {
    const state = session.lease.state();
    const record = recordNamed(state, request.name);
    if (state === null) throw new Error('a record without a state');
    await commitEdit(ports, session, `state rm ${record.address}`, withoutRecord(state, record.address));
    return record;
  });
}

/** Gives a record another address, after its table was renamed. Its owner in the cloud follows; nothing else changes. */
export async function moveRecord(
  ports: Ports,
  request: StateEditRequest & { readonly from: string; readonly to: string },
): Promise<{ readonly from: Address; readonly to: Address; readonly declared: boolean }> {
  const project = await loadProject(ports, request);
  const lock = { operation: `state mv ${request.from} ${request.to}`, lockTimeoutMs: request.lockTimeoutMs };
  return withLease(ports, project, lock, async (session) => {
    await recover(ports, session, request.reporter);
    const state = session.lease.state();
    const record = recordNamed(state, request.from);
    if (state === null) throw new Error('a record without a state');
    const to = targetOf(record, request.to);
    const { verb: adoption } = await findVerb(ports, session, [record], 'adopt', 'rename');
    const there = state.resources[to.address];
    // An earlier try may have ended between its two steps: then both addresses stand for the same thing.
    if (there !== undefined && !(there.engine === record.engine && adoption.isSame(record, there))) {
      throw new HelixError('config', `${to.address} is already recorded`, {
        hint: 'See `helix state show`.',
      });
    }
    await adoptUnder(
      ports,
      session,
      { record, to, outputs: adoption.outputsToMove(record) },
      request.reporter,
    );
    await session.lease.commit(withoutRecord(stateUnder(session), record.address, to.address));
    const declared = declaredState(project).resources.some(({ address }) => address === to.address);
    return { from: record.address, to: to.address, declared };
  });
}

/** Returns the new address of a record: `cluster.new` was written, or `new` alone. */
function targetOf({ kind, address }: ResourceRecord, written: string): { address: Address; name: string } {
  const name = written.startsWith(`${kind}.`) ? written.slice(kind.length + 1) : written;
  if (!isName(name)) {
    throw new HelixError('usage', `${address} cannot become ${written}`, {
      hint: `Give the address or the name of a ${kind}: letters, digits, \`-\` and \`_\`, at most 32 of them.`,
    });
  }
  return { address: `${kind}.${name}`, name };
}

async function adoptUnder(
  ports: Ports,
  session: LockedSession,
  {
    record,
    to,
    outputs,
  }: Pick<ResourceRecord, 'outputs'> & {
    record: ResourceRecord;
    to: { address: Address; name: string };
  },
  reporter: Reporter,
): Promise<void> {
  const applied = await readAttribution(ports, session.project);
  const target = { ...record, ...to, applied, outputs };
  const member = { address: to.address, action: 'import', target, prior: null, tombstone: null } as const;
  const title = { operation: `state mv ${record.address} ${to.address}`, applied };
  await (await session.engine(record.engine)).check([record]);
  await executeOne(ports, session, title, member, reporter);
}
