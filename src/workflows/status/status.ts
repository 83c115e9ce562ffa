import type { LiveStatus } from '../../ports/engine-verbs';
import type { Engine } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import { decodeDriftNotes } from '../../resources/drift-notes';
import { decodeMachineOutputs, reachableAddress } from '../../resources/machine-outputs';
import type { Observation } from '../../state/observation';
import { movesOf } from '../../plan/moves';
import { foldEntries } from '../../state/fold';
import type { OpenMember, ResourceRecord, State } from '../../state/state';
import { addressOf } from '../../values/resource';
import type { Address } from '../../values/resource';
import { declaredState } from '../project/project';
import type { ProjectRequest } from '../project/project';
import { appliedBy, askEngines, isReadable, whyNotApplied } from '../run/engine-registry';
import { openEngines } from '../run/open-engines';
import type { Engines } from '../run/open-engines';
import { probeOpen } from '../run/recover';
import { readState } from '../state/state';
import type { StatusRow } from './status-row';
import { factsOf, readRates, rowsNamed, UNKNOWN_FACTS } from './status-facts';

/** The resources whose status is read. */
export interface StatusRequest extends ProjectRequest {
  /** An address, a name, or the cloud's own id; null: all. */
  readonly name: string | null;
  /** Whether only the records are read, and nobody is asked. */
  readonly recordedOnly: boolean;
}

/**
 * Reads how the resources really are from their clouds.
 * @throws HelixError `not-found` for a name that nothing has
 */
export async function readStatus(ports: Ports, request: StatusRequest): Promise<StatusReport> {
  const report = await readAll(ports, request);
  return request.name === null ? report : { ...report, rows: rowsNamed(report.rows, request.name) };
}

/** The status of resources, and what is on record of them. */
export interface StatusReport {
  readonly rows: readonly StatusRow[];
  readonly records: ReadonlyMap<Address, ResourceRecord>;
  /** The address of a deployment in the project's dashboard; null: the cloud's own page. */
  readonly dashboardTemplate: string | null;
}

async function readAll(ports: Ports, request: StatusRequest): Promise<StatusReport> {
  const { project, state } = await readState(ports, request);
  const engines = openEngines(ports, project, () => state);
  const found = state && (request.recordedOnly ? state : await probeState(ports, engines, state));
  const unresolved = new Map(
    (state?.open ?? []).flatMap(({ members }) => members.map((member) => [member.address, member])),
  );
  const records = Object.values(found?.resources ?? {});
  const isApplied = appliedBy(ports.engines);
  const asked = request.recordedOnly ? [] : records.filter(isApplied);
  const live = await askEngines(engines, asked, readLive);
  const rates = await readRates(ports, project, records);
  const rows = records.map((record): StatusRow => {
    const { address, status, expiresAt } = record;
    const unasked = request.recordedOnly ? NOT_ASKED : GONE;
    const now =
      live.get(address) ?? (isApplied(record) ? unasked : unknown(whyNotApplied(ports.engines, record)));
    const recorded = unresolved.has(address) ? UNRESOLVED : status;
    return { address, ...factsOf(record, rates), recorded, ...now, expiresAt };
  });
  const known = new Set(records.map(({ address }) => address));
  const open = new Set((found?.open ?? []).flatMap(({ members }) => members.map(({ address }) => address)));
  const absent = [...unresolved.values()].filter(({ address }) => !known.has(address));
  const desired = new Map(declaredState(project).resources.map((resource) => [resource.address, resource]));
  const recorded = new Map(records.map((record) => [record.address, record]));
  const moves = movesOf(recorded, desired, (address) => !unresolved.has(address));
  const missing = [...desired.values()].filter(
    ({ address, readOnly }) => !known.has(address) && !readOnly && !unresolved.has(address),
  );
  const waiting = new Map(
    project.config.instances.flatMap((one) =>
      one.kind === 'anonymous' && one.instanceId !== null
        ? [[addressOf('cluster', one.name), one] as const]
        : [],
    ),
  );
  const all = [
    ...rows,
    ...absent.map((member) => absentRow(member, open.has(member.address))),
    ...missing.map(({ address }) =>
      missingRow(state, address, whyMissing(moves.get(address), waiting.get(address))),
    ),
  ];
  return { rows: all, records: recorded, dashboardTemplate: project.config.dashboardUrl };
}

const UNRESOLVED = 'unresolved';

/** Returns the state as the next apply would recover it; what cannot be found out stays open. Nothing is written. */
async function probeState(ports: Ports, engine: Engines, state: State): Promise<State> {
  if (state.open.length === 0) return state;
  const open = state.open.filter((entry) => isReadable(ports.engines, entry));
  return foldEntries(state, await probeOpen(ports, { engine }, { ...state, open }));
}

/** The row of an interrupted operation after which nothing is on record. */
function absentRow({ address, prior }: OpenMember, isOpen: boolean): StatusRow {
  const row = { address, ...UNKNOWN_FACTS, recorded: UNRESOLVED, endpoint: null, expiresAt: null };
  if (isOpen) {
    return {
      ...row,
      actual: 'unknown',
      reason: 'an apply was interrupted; the next one finds out how it ended',
    };
  }
  return prior === null
    ? { ...row, actual: '-', reason: 'an apply was interrupted before it was created' }
    : { ...row, actual: 'gone', reason: null };
}

const GONE: LiveStatus = { actual: 'gone', reason: null, endpoint: null };
const NOT_ASKED: LiveStatus = { actual: '-', reason: null, endpoint: null };

function unknown(reason: string): LiveStatus {
  return { actual: 'unknown', reason, endpoint: null };
}

async function readLive(
  engine: Engine,
  records: readonly ResourceRecord[],
): Promise<ReadonlyMap<Address, LiveStatus>> {
  if (engine.verbs?.status !== undefined) return engine.verbs.status(records);
  const seen = await engine.observe(records);
  return new Map([...seen].map(([address, observation]) => [address, liveStatusOf(address, observation)]));
}

function liveStatusOf(address: Address, seen: Observation): LiveStatus {
  switch (seen.state) {
    case 'gone':
      return GONE;
    case 'foreign':
      return { actual: 'foreign', reason: `it belongs to ${seen.owner}`, endpoint: null };
    case 'present': {
      const { inputs, outputs, status: actual } = seen.existing;
      const { isGone, repairable, replacing } = decodeDriftNotes(address, inputs);
      if (isGone) return { ...GONE, reason: 'terminated outside Helix; parts of it are left' };
      const changed = [...Object.keys(repairable), ...Object.keys(replacing)];
      return {
        actual: changed.length > 0 ? 'changed' : actual,
        reason: changed.length > 0 ? `changed outside: ${changed.join(', ')}` : null,
        endpoint: reachableAddress(decodeMachineOutputs(address, outputs)),
      };
    }
  }
}

/** Returns what is to know of a declared resource that is not on record. */
function whyMissing(
  from: Address | undefined,
  waiting: { readonly name: string; readonly instanceId: string | null } | undefined,
): string | null {
  if (from !== undefined) return `the next apply moves ${from} here`;
  if (waiting === undefined) return null;
  return `${waiting.instanceId ?? ''} waits for its first image: helix push ${waiting.name}`;
}

function missingRow(state: State | null, address: Address, reason: string | null): StatusRow {
  return {
    address,
    ...UNKNOWN_FACTS,
    recorded: isDown(state, address) ? 'down' : 'not created',
    actual: '-',
    reason,
    endpoint: null,
    expiresAt: null,
  };
}

function isDown(state: State | null, address: Address): boolean {
  const tombstone = state?.tombstones[address];
  return tombstone !== undefined && tombstone.lifted === null;
}
