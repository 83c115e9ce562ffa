import { sampleRecord } from '../../testing/sample-records';
import { recordDigest } from '../record-digest';

describe('recordDigest', () => {
  const record = sampleRecord('cluster.api');

  it('is the same whoever applied the record', () => {
    const applied = { by: 'ci', at: '2027-01-01T00:00:00Z', commit: 'abc', planDigest: 'helix1:1' };
    expect(recordDigest({ ...record, applied })).toBe(recordDigest(record));
  });

  it('is another one for another record', () => {
    expect(recordDigest({ ...record, protect: true })).not.toBe(recordDigest(record));
  });

  it('is null where nothing is recorded', () => {
    expect(recordDigest(undefined)).toBeNull();
  });
});
