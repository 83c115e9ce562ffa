import { allResults, batchResults, splitByNeeds } from '../../operations/apply-results';
import { batchesOf } from '../../operations/batches';
import type { Batch } from '../../operations/batches';
import { walkGraph } from '../../operations/graph-walk';
import { openEntryOf } from '../../operations/open-entry';
import { engineOf } from '../../operations/operation';
import type { Operation } from '../../operations/operation';
import { endsOf } from '../../operations/operation-end';
import type { ResourceError } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { ApplyResult, Reporter } from '../../ports/reporter';
import type { Address } from '../../values/resource';
import { engineJournal } from './engine-journal';
import { stateUnder } from './session';
import type { LockedSession } from './session';

/** The number of operations after which the state is committed, so that the journal to replay stays short. */
const SNAPSHOT_EVERY = 1000;

/** Asked before a batch begins: an error leaves it out, and nothing of it is recorded. */
export type Guard = (members: readonly Operation['member'][]) => Promise<ResourceError | null>;

export interface ExecuteOptions {
  readonly parallelism: number;
  readonly reporter: Reporter;
  /** Aborted once nothing more may be started. */
  readonly stopping: AbortSignal;
  /** Aborted when even what is running should not be waited for. */
  readonly signal: AbortSignal;
  readonly guard?: Guard;
}

/**
 * Executes operations in the order that they need, each journaled before and after. Failures are results.
 * @throws HelixError `locked` when the lease was lost: nothing more is known then, and the journal has the rest
 */
export async function executeOperations(
  ports: Ports,
  session: LockedSession,
  operations: readonly Operation[],
  options: ExecuteOptions,
): Promise<ApplyResult[]> {
  const batches = batchesOf(await groupByEngine(session, operations), operations);
  options.reporter.report({ type: 'planned', total: operations.length });
  const ended = new Map<Address, ApplyResult>();
  let sinceSnapshot = 0;
  await walkGraph<number, Batch>(
    batches,
    async (batch) => {
      const { ready, skipped } = splitByNeeds(batch, ended);
      for (const result of skipped) ended.set(result.address, result);
      if (ready.length === 0) return;
      for (const result of await executeBatch(ports, session, ready, options)) {
        ended.set(result.address, result);
      }
      sinceSnapshot += ready.length;
      if (sinceSnapshot >= SNAPSHOT_EVERY) {
        sinceSnapshot = 0;
        await session.lease.commit(stateUnder(session));
      }
    },
    { parallelism: options.parallelism, stopped: () => options.stopping.aborted },
  );
  const results = allResults(batches, ended);
  for (const { address, action, because } of results) {
    if (because !== undefined) options.reporter.report({ type: 'skipped', address, action, because });
  }
  return results;
}

/** Asks each engine which of its operations it executes together. */
async function groupByEngine(
  session: Pick<LockedSession, 'engine'>,
  operations: readonly Operation[],
): Promise<(readonly Operation['member'][])[]> {
  const groups: (readonly Operation['member'][])[] = [];
  for (const name of new Set(operations.map(({ member }) => engineOf(member)))) {
    const engine = await session.engine(name);
    const members = operations.flatMap(({ member }) => (engineOf(member) === name ? [member] : []));
    groups.push(...engine.batches(members));
  }
  return groups;
}

async function executeBatch(
  ports: Ports,
  session: LockedSession,
  operations: readonly Operation[],
  { reporter, stopping, signal, guard }: ExecuteOptions,
): Promise<readonly ApplyResult[]> {
  const error = (await guard?.(operations.map(({ member }) => member))) ?? null;
  if (error !== null)
    return operations.map(({ member: { address, action } }) => ({
      address,
      action,
      result: 'failed',
      error,
    }));
  const { lease, project } = session;
  const { lineage } = stateUnder(session);
  const at = () => ports.clock.now().toISOString();
  const id = `${lease.token}-${ports.random.uuid()}`;
  const entry = openEntryOf(operations, { id, at: at(), lineage, workspace: project.workspace });
  await lease.append({ type: 'begin', ...entry });
  for (const { address, action } of entry.members) {
    reporter.report({ type: 'started', address, action, at: at() });
  }
  const engine = await session.engine(entry.engine);
  const ends = await engine.apply(entry, {
    ...engineJournal(lease, entry),
    onEvent: (event) => reporter.report({ type: 'phase', ...event, at: at() }),
    stopping,
    signal,
  });
  const { members, open } = endsOf(entry, ends);
  // A batch ends as a whole: while one member's outcome is unknown, the next run must probe it.
  if (open.length === 0) {
    for (const { address } of entry.members) {
      reporter.report({ type: 'phase', address, phase: 'writing the state', at: at() });
    }
    await lease.append({ type: 'end', id: entry.id, at: at(), members });
  }
  const results = batchResults(entry, ends, open);
  for (const { address, action, result, error } of results) {
    reporter.report({
      type: 'finished',
      address,
      action,
      at: at(),
      result: result === 'done' ? 'done' : error?.kind === 'cancelled' ? 'cancelled' : 'failed',
      ...(error && { error }),
    });
  }
  return results;
}
