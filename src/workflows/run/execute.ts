import { HelixError } from '../../errors';
import type { ResourceError } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { ApplyResult, Reporter } from '../../ports/reporter';
import type { OpenEntry, State } from '../../state/state';
import { digestOfText } from '../../values/digest';
import type { Address } from '../../values/resource';
import { engineJournal } from './engine-journal';
import { walkGraph } from '../../operations/graph-walk';
import type { WalkResult } from '../../operations/graph-walk';
import { endsOf } from '../../operations/operation-end';
import { engineOf } from '../../operations/operations';
import type { Operation } from '../../operations/operations';
import type { LockedSession } from './session';

/** Every so many operations the state is committed, so that the journal to replay stays short. */
const SNAPSHOT_EVERY = 1000;

export interface CarryOutOptions {
  readonly parallelism: number;
  readonly reporter: Reporter;
  /** Aborted once nothing more may be started. */
  readonly stopping: AbortSignal;
  /** Aborted when even what is running should not be waited for. */
  readonly signal: AbortSignal;
}

/**
 * Carries operations out in the order that they need, each journaled before and after. Failures are results.
 * @throws HelixError `locked` when the lease was lost: then nothing more is known, and the journal has the rest
 */
export async function carryOut(
  ports: Ports,
  session: LockedSession,
  operations: readonly Operation[],
  options: CarryOutOptions,
): Promise<ApplyResult[]> {
  const batches = await batchesOf(session, operations);
  options.reporter.report({ type: 'planned', total: operations.length });
  const outcomes = new Map<Address, Pick<ApplyResult, 'result' | 'error'>>();
  let sinceSnapshot = 0;
  const walked = await walkGraph<number, Batch>(
    batches,
    async (batch) => {
      const succeeded = await runBatch(ports, session, batch, outcomes, options);
      sinceSnapshot += batch.operations.length;
      if (sinceSnapshot >= SNAPSHOT_EVERY) {
        sinceSnapshot = 0;
        await session.lease.commit(stateOf(session));
      }
      return succeeded;
    },
    { parallelism: options.parallelism, stopped: () => options.stopping.aborted },
  );
  return batches.flatMap((batch) =>
    batch.operations.map((operation) => resultOf(operation, batch, batches, walked, outcomes, options)),
  );
}

/** Operations that an engine carries out together, as one node of the walk. */
interface Batch {
  readonly key: number;
  readonly after: readonly number[];
  readonly operations: readonly Operation[];
}

async function batchesOf(session: LockedSession, operations: readonly Operation[]): Promise<Batch[]> {
  const byAddress = new Map(operations.map((operation) => [operation.member.address, operation]));
  const engines = new Set(operations.map(({ member }) => engineOf(member)));
  const groups: (readonly Operation['member'][])[] = [];
  for (const name of engines) {
    const engine = await session.engine(name);
    const members = operations.flatMap((operation) =>
      engineOf(operation.member) === name ? [operation.member] : [],
    );
    groups.push(...engine.batches(members));
  }
  const batchOf = new Map<Address, number>();
  groups.forEach((group, key) => group.forEach(({ address }) => batchOf.set(address, key)));
  return groups.map((group, key) => {
    const members = group.flatMap(({ address }) => byAddress.get(address) ?? []);
    const after = members.flatMap((operation) =>
      operation.after.flatMap((address) => batchOf.get(address) ?? []),
    );
    return { key, after: [...new Set(after)].filter((other) => other !== key), operations: members };
  });
}

async function runBatch(
  ports: Ports,
  session: LockedSession,
  batch: Batch,
  outcomes: Map<Address, Pick<ApplyResult, 'result' | 'error'>>,
  { reporter, stopping, signal }: CarryOutOptions,
): Promise<boolean> {
  const { lease } = session;
  const at = () => ports.clock.now().toISOString();
  const entry = openEntry(session, batch, { id: ports.random.uuid(), at: at() });
  await lease.append({ type: 'begin', ...entry });
  for (const { address, action } of entry.members) {
    reporter.report({ type: 'started', address, action, at: at() });
  }
  const engine = await session.engine(entry.engine);
  const results = await engine.apply(entry, {
    ...engineJournal(lease, entry),
    onEvent: ({ address, phase }) => reporter.report({ type: 'phase', address, phase, at: at() }),
    stopping,
    signal,
  });
  const { members, open } = endsOf(entry, results);
  // A batch ends as a whole: while one member's fate is unknown, the next run must probe it.
  if (open.length === 0) await lease.append({ type: 'end', id: entry.id, at: at(), members });

  const byAddress = new Map(results.map((result) => [result.address, result]));
  for (const { address, action } of entry.members) {
    const result = byAddress.get(address);
    const error = result?.outcome === 'failed' ? result.error : undefined;
    const outcome = open.includes(address) ? 'unknown' : error === undefined ? 'done' : 'failed';
    outcomes.set(address, { result: outcome, ...(error && { error }) });
    reporter.report({
      type: 'finished',
      address,
      action,
      at: at(),
      result: outcome === 'done' ? 'done' : error?.kind === 'cancelled' ? 'cancelled' : 'failed',
      ...(error && { error }),
    });
  }
  return results.every((result) => result.outcome === 'done') && open.length === 0;
}

/** The state under the lease; there is one as soon as operations begin. */
function stateOf({ lease }: LockedSession): State {
  const state = lease.state();
  if (state === null) throw new Error('operations begin before there is a state');
  return state;
}

function openEntry(
  { lease, project, lineage }: LockedSession,
  batch: Batch,
  { id: unique, at }: { readonly id: string; readonly at: string },
): OpenEntry {
  const first = batch.operations[0];
  if (first === undefined) throw new Error('an empty batch');
  const id = `${lease.token}-${unique}`;
  return {
    id,
    engine: engineOf(first.member),
    at,
    members: batch.operations.map(({ member }) => ({
      ...member,
      key: idempotencyKey(lineage(), project.workspace, member.address, id),
    })),
  };
}

/** The same operation of the same journal entry has the same key, however often and from wherever it is sent. */
function idempotencyKey(lineage: string, workspace: string, address: Address, entry: string): string {
  return `helix-${digestOfText([lineage, workspace, address, entry].join('\n')).slice(0, 40)}`;
}

function resultOf(
  { member: { address, action } }: Operation,
  batch: Batch,
  batches: readonly Batch[],
  walked: ReadonlyMap<number, WalkResult<number>>,
  outcomes: ReadonlyMap<Address, Pick<ApplyResult, 'result' | 'error'>>,
  { reporter }: CarryOutOptions,
): ApplyResult {
  const outcome = outcomes.get(address);
  if (outcome !== undefined) return { address, action, ...outcome };
  const walk = walked.get(batch.key);
  if (walk?.type !== 'skipped') return { address, action, result: 'not-started' };
  const because = batches[walk.because]?.operations.find(
    ({ member }) => outcomes.get(member.address)?.result !== 'done',
  )?.member.address;
  if (because === undefined) throw new Error(`${address} was skipped, and nothing failed`);
  reporter.report({ type: 'skipped', address, action, because });
  return { address, action, result: 'skipped', because };
}

/** For callers that carry out one operation and need to know why it failed. */
export function failureOf(results: readonly ApplyResult[]): HelixError | null {
  const failed = results.find(({ result }) => result !== 'done');
  if (failed === undefined) return null;
  const error: ResourceError | undefined = failed.error;
  return new HelixError(
    error?.kind === 'auth' ? 'auth' : error?.kind === 'deviation' ? 'refused' : 'failed',
    `${failed.address}: ${error?.message ?? 'its fate is not known; run the command again'}`,
    error?.hint === undefined ? {} : { hint: error.hint },
  );
}
