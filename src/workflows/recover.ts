import { HelixError } from '../errors';
import type { ResourceError } from '../ports/engine';
import type { Ports } from '../ports/ports';
import type { Reporter } from '../ports/reporter';
import type { JournalEntry, State } from '../state/state';
import { endsOf } from './operation-end';
import type { LockedSession, Session } from './session';

type End = Extract<JournalEntry, { type: 'end' }>;

/** Finds out what became of operations that were begun and never ended. Changes nothing outside. */
export async function probeOpen(ports: Ports, session: Session, state: State): Promise<End[]> {
  return (await probe(ports, session, state)).ends;
}

/**
 * Settles what an earlier run left open, before anything new is planned: what exists is adopted, what does not is
 * forgotten, and the next plan does the rest.
 * @throws HelixError `failed` when something could not be found out
 */
export async function recover(ports: Ports, session: LockedSession, reporter: Reporter): Promise<void> {
  const state = session.lease.state();
  if (state === null || state.open.length === 0) return;
  const count = state.open.length;
  const operations = count === 1 ? 'an operation' : `${String(count)} operations`;
  reporter.report({ type: 'note', message: `Recovering ${operations} of an interrupted run` });
  const { ends, errors } = await probe(ports, session, state);
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

async function probe(
  ports: Ports,
  session: Session,
  state: State,
): Promise<{ ends: End[]; errors: ResourceError[] }> {
  const ends: End[] = [];
  const errors: ResourceError[] = [];
  for (const entry of state.open) {
    const results = await (await session.engine(entry.engine)).probe(entry);
    const { members, open } = endsOf(entry, results);
    if (open.length === 0) {
      ends.push({ type: 'end', id: entry.id, at: ports.clock.now().toISOString(), members });
    } else {
      for (const result of results) if (result.outcome === 'failed') errors.push(result.error);
    }
  }
  return { ends, errors };
}
