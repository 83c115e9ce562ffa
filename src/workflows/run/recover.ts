import { HelixError } from '../../errors';
import type { EngineContext, MemberResult, ResourceError } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import type { JournalEntry, OpenEntry, State } from '../../state/state';
import type { Address } from '../../values/resource';
import { engineJournal } from './engine-journal';
import { bareEntry } from '../../operations/bare-entry';
import { endsOf } from '../../operations/operation-end';
import type { Engines } from './open-engines';
import type { LockedSession } from './session';

type End = Extract<JournalEntry, { type: 'end' }>;

/** Finds out what became of operations that were begun and never ended. Changes nothing in any cloud. */
export async function probeOpen(
  ports: Ports,
  session: { readonly engine: Engines },
  state: State,
): Promise<End[]> {
  return (await probe(ports, session, state)).ends;
}

/**
 * Ends the operations that an earlier run left open, before anything new is planned: a resource that exists is adopted,
 * one that does not is forgotten, and the next plan does the rest.
 *
 * A resource that is not found may still be on its way in a slow service. If the next plan asks for it again, the two
 * meet. `isUnwanted` tells which resources nobody will ask for again: their creation is retried with its own key, so that
 * the resource is found or known to be the only one, and stays on record to be deleted.
 * @throws HelixError `failed` when the outcome of an operation could not be found out
 */
export async function recover(
  ports: Ports,
  session: LockedSession,
  reporter: Reporter,
  isUnwanted: (address: Address) => boolean = () => false,
): Promise<void> {
  const state = session.lease.state();
  if (state === null || state.open.length === 0) return;
  const count = state.open.length;
  const operations = count === 1 ? 'an operation' : `${count} operations`;
  reporter.report({ type: 'note', message: `Recovering ${operations} of an interrupted run` });
  const certain = (entry: OpenEntry, results: readonly MemberResult[]) =>
    mayStillCome(entry, results, isUnwanted) ? retryOperation(session, entry, reporter) : null;
  const { ends, errors } = await probe(ports, session, state, {
    context: (entry) => recoveryContext(session, entry),
    certain,
  });
  await Promise.all(ends.map((end) => session.lease.append(end)));
  if (errors.length > 0) {
    throw new HelixError(
      'failed',
      `cannot tell what became of an interrupted operation: ${errors[0]?.message ?? ''}`,
      {
        hint: errors[0]?.hint ?? 'Nothing was changed. Run the same command again.',
      },
    );
  }
}

interface Probing {
  readonly context: (entry: OpenEntry) => EngineContext | null;
  readonly certain: (
    entry: OpenEntry,
    seen: readonly MemberResult[],
  ) => Promise<readonly MemberResult[]> | null;
}

async function probe(
  ports: Ports,
  session: { readonly engine: Engines },
  state: State,
  { context, certain }: Probing = { context: () => null, certain: () => null },
): Promise<{ ends: End[]; errors: ResourceError[] }> {
  const ends: End[] = [];
  const errors: ResourceError[] = [];
  for (const entry of state.open) {
    const seen = await (await session.engine(entry.engine)).probe(entry, context(entry));
    const results = (await certain(entry, seen)) ?? seen;
    const { members, open } = endsOf(entry, results);
    if (open.length === 0) {
      ends.push({ type: 'end', id: entry.id, at: ports.clock.now().toISOString(), members });
    } else {
      for (const result of results) if (result.outcome === 'failed') errors.push(result.error);
    }
  }
  return { ends, errors };
}

function mayStillCome(
  { members }: OpenEntry,
  results: readonly MemberResult[],
  isUnwanted: (address: Address) => boolean,
): boolean {
  const absent = new Set(results.filter(({ existing }) => existing === null).map(({ address }) => address));
  return members.some(
    ({ action, address }) =>
      (action === 'create' || action === 'replace') && absent.has(address) && isUnwanted(address),
  );
}

async function retryOperation(
  session: LockedSession,
  entry: OpenEntry,
  reporter: Reporter,
): Promise<readonly MemberResult[]> {
  // Records hold neither queries nor secrets, and a resource that is to be destroyed needs none.
  const retried = session.project.isRecorded === true ? bareEntry(entry) : entry;
  const addresses = entry.members.map(({ address }) => address).join(', ');
  reporter.report({ type: 'note', message: `Making sure of ${addresses}, which may still be on its way` });
  return (await session.engine(entry.engine)).apply(retried, recoveryContext(session, entry));
}

function recoveryContext({ lease }: LockedSession, entry: OpenEntry): EngineContext {
  return {
    ...engineJournal(lease, entry),
    onEvent: () => undefined,
    // A signal ends the whole command; the entry stays open then.
    stopping: new AbortController().signal,
    signal: new AbortController().signal,
  };
}
