import { sampleBegin } from '../../testing/sample-records';
import { emptyState } from '../empty-state';
import { LeasedState } from '../leased-state';

const start = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
const ids = (leased: LeasedState): string[] => leased.state()?.open.map(({ id }) => id) ?? [];

describe('LeasedState', () => {
  it('folds entries that came after the position of a commit into what was committed', () => {
    const leased = new LeasedState(3, start);
    leased.fold([sampleBegin('a', 'cluster.a')]);
    const first = leased.position();
    expect(first).toEqual({ token: 3, entries: 1 });
    leased.fold([sampleBegin('b', 'cluster.b'), sampleBegin('c', 'cluster.c')]);
    leased.committed({ ...start, serial: 1 }, first);
    expect(ids(leased)).toEqual(['b', 'c']);
    const second = { token: 3, entries: 2 };
    leased.committed({ ...start, serial: 2 }, second);
    expect(ids(leased)).toEqual(['c']);
    expect(leased.isCommitted()).toBe(false);
    leased.committed({ ...start, serial: 3 }, leased.position());
    expect(ids(leased)).toEqual([]);
    expect(leased.isCommitted()).toBe(true);
  });

  it('is the same value until something is folded', () => {
    const leased = new LeasedState(1, start);
    expect(leased.state()).toBe(start);
    leased.fold([sampleBegin('a', 'cluster.a')]);
    expect(leased.state()).toBe(leased.state());
    expect(leased.state()).not.toBe(start);
  });
});
