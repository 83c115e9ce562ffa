import fc from 'fast-check';
import { sampleBegin, sampleEnd, sampleRecord, sampleTombstone } from '../../testing/sample-records';
import type { Address } from '../../values/resource';
import { emptyState } from '../empty-state';
import { applyEntry, foldEntries } from '../fold';
import type { JournalEntry } from '../state';
import { growth } from '../../testing/growth';

const empty = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
const api = sampleRecord('cluster.api');

describe('applyEntry', () => {
  it('opens at begin and closes at end with what came out', () => {
    const begun = applyEntry(empty, sampleBegin('1-1', 'cluster.api'));
    expect(begun.open.map((open) => open.id)).toEqual(['1-1']);
    expect(begun.open[0]).not.toHaveProperty('type');
    expect(begun.resources).toEqual({});
    const ended = applyEntry(begun, sampleEnd('1-1', api));
    expect(ended.open).toEqual([]);
    expect(ended.resources).toEqual({ 'cluster.api': api });
    expect(empty.resources).toEqual({});
  });

  it('keeps open what an end does not name', () => {
    const begun = applyEntry(empty, sampleBegin('1-1', 'cluster.api', 'cluster.web'));
    const ended = applyEntry(begun, sampleEnd('1-1', api));
    expect(ended.open[0]?.members.map((member) => member.address)).toEqual(['cluster.web']);
    expect(applyEntry(ended, sampleEnd('1-1', 'cluster.web')).open).toEqual([]);
  });

  it('applies an end whose begin is not known', () => {
    expect(applyEntry(empty, sampleEnd('9-9', api)).resources).toEqual({ 'cluster.api': api });
  });

  it('changes nothing when an end is repeated', () => {
    const once = applyEntry(empty, sampleEnd('1-1', api));
    expect(applyEntry(once, sampleEnd('1-1', api))).toEqual(once);
  });

  it('takes a record away, leaving a tombstone when one is given', () => {
    const existing = applyEntry(empty, sampleEnd('1-1', api));
    const stone = sampleTombstone('cluster.api');
    expect(applyEntry(existing, sampleEnd('1-2', 'cluster.api'))).toEqual(empty);
    const expired = applyEntry(existing, sampleEnd('1-2', stone));
    expect(expired.resources).toEqual({});
    expect(expired.tombstones).toEqual({ 'cluster.api': stone });
  });

  it('lifts the tombstone when the resource exists again, and keeps it when that failed', () => {
    const expired = applyEntry(empty, sampleEnd('1-1', sampleTombstone('cluster.api')));
    expect(applyEntry(expired, sampleEnd('1-2', api)).tombstones).toEqual({});
    expect(applyEntry(expired, sampleEnd('1-2', 'cluster.api'))).toEqual(expired);
  });
});

describe('foldEntries', () => {
  it('is applying one after the other', () => {
    const addresses: Address[] = ['cluster.a', 'cluster.b', 'cluster.c'];
    const entry = fc
      .tuple(fc.nat(4), fc.constantFrom(...addresses), fc.nat(3))
      .map(([id, address, what]): JournalEntry => {
        if (what === 0) return sampleBegin(String(id), address);
        if (what === 1) return sampleEnd(String(id), sampleRecord(address, { protect: id > 2 }));
        return sampleEnd(String(id), what === 2 ? address : sampleTombstone(address));
      });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
        expect(foldEntries(empty, entries)).toEqual(entries.reduce(applyEntry, empty));
      }),
      { numRuns: 50 },
    );
  });

  it('is the same value when there is nothing to fold', () => {
    expect(foldEntries(empty, [])).toBe(empty);
  });

  it('orders resources by address, whatever finished first', () => {
    const web = sampleRecord('cluster.web');
    const folded = foldEntries(empty, [sampleEnd('1', web), sampleEnd('2', api)]);
    expect(Object.keys(folded.resources)).toEqual(['cluster.api', 'cluster.web']);
  });

  it('takes entries in time that grows with their number alone, whatever there is beside them', () => {
    const fold = (count: number): void => {
      const ends = Array.from({ length: count }, (_, n) =>
        sampleEnd(String(n), sampleRecord(`cluster.c${n}`)),
      );
      expect(Object.keys(foldEntries(empty, ends).resources)).toHaveLength(count);
    };
    expect(growth(2000, fold)).toBeLessThan(30);
  });
});
