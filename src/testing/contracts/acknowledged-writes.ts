import type { Lease } from '../../ports/state-store';
import { emptyState } from '../../state/empty-state';
import type { State } from '../../state/state';
import { sampleBegin, sampleEnd, sampleRecord } from '../sample-records';

export const SMALL = emptyState({
  lineage: 'l',
  project: 'p',
  workspace: 'default',
  at: '2026-01-01T00:00:00Z',
});
// In a state of this size, a change is written as a delta.
export const LARGE: State = { ...SMALL, mirrors: { bulk: 'x'.repeat(50_000) } };

/** The writes that a run knows to be durable. */
export interface Acknowledged {
  committed: boolean;
  begun: boolean;
  ended: boolean;
  marked: boolean;
}

export function nothingYet(): Acknowledged {
  return { committed: false, begun: false, ended: false, marked: false };
}

/** Makes one write of each kind, and notes each that is acknowledged. */
export async function makeWrites(lease: Lease, start: State, acknowledged: Acknowledged): Promise<void> {
  await lease.commit(lease.state() ?? start);
  acknowledged.committed = true;
  await lease.append(sampleBegin('op', 'cluster.api'));
  acknowledged.begun = true;
  await lease.append(sampleEnd('op', sampleRecord('cluster.api')));
  acknowledged.ended = true;
  const state = lease.state() ?? start;
  const api = sampleRecord('cluster.api', { protect: true });
  await lease.commit({ ...state, resources: { ...state.resources, 'cluster.api': api } });
  acknowledged.marked = true;
  await lease.release();
}

/** Expects that a state contains all that was acknowledged. */
export function expectAcknowledged(state: State | null, acknowledged: Acknowledged): void {
  const record = state?.resources['cluster.api'];
  if (acknowledged.committed) expect(state).toMatchObject({ lineage: 'l' });
  const isOpen = state?.open.some(({ id }) => id === 'op') ?? false;
  if (acknowledged.begun && !acknowledged.ended) expect(isOpen || record !== undefined).toBe(true);
  if (acknowledged.ended) expect(record).toBeDefined();
  if (acknowledged.marked) expect(record?.protect).toBe(true);
  if (record !== undefined) expect(isOpen).toBe(false);
}
