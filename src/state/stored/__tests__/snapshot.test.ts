import { sampleBegin, sampleEnd, sampleRecord } from '../../../testing/sample-records';
import { emptyState } from '../../empty-state';
import { currentState, pendingEntries } from '../snapshot';

const state = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => sampleBegin(id, 'cluster.api'));
const journals = [
  { token: 4, entries: [d!] },
  { token: 3, entries: [b!, c!] },
  { token: 2, entries: [a!] },
];

describe('pendingEntries', () => {
  it('leaves out earlier leases and the counted entries of its own, and orders the rest by lease', () => {
    expect(pendingEntries({ token: 3, entries: 1 }, journals)).toEqual([c, d]);
    expect(pendingEntries({ token: 3, entries: 0 }, journals)).toEqual([b, c, d]);
    expect(pendingEntries({ token: 5, entries: 0 }, journals)).toEqual([]);
  });
});

describe('currentState', () => {
  const end = { token: 1, entries: [sampleEnd('1', sampleRecord('cluster.api'))] };

  it('folds what is pending into the snapshot', () => {
    const now = currentState({ format: 1, journal: { token: 1, entries: 0 }, state }, [end]);
    expect(Object.keys(now?.resources ?? {})).toEqual(['cluster.api']);
  });

  it('is null where nothing was ever written', () => {
    expect(currentState(null, [{ token: 1, entries: [] }])).toBeNull();
  });

  it('is undefined when entries are left without the state that they belong to', () => {
    expect(currentState(null, [end])).toBeUndefined();
  });
});
