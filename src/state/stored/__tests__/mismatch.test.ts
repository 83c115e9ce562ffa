import fc from 'fast-check';
import { validateJournalEntry, validateWholeSnapshot } from '../generated/validators';
import { mismatchOf } from '../mismatch';
import { sampleBegin, sampleRecord } from '../../../testing/sample-records';

const STATE = {
  format: 1,
  lineage: 'l',
  serial: 0,
  project: 'p',
  workspace: 'w',
  updatedAt: '2026-11-18T09:12:00Z',
  resources: { 'cluster.api': sampleRecord('cluster.api') },
  tombstones: {},
  open: [],
};
const snapshot = (edit: object) => ({
  format: 1,
  journal: { token: 1, entries: 0 },
  state: { ...STATE, ...edit },
});

describe('the mistake in a stored document', () => {
  it.each<[string, object]>([
    ['state.serial must be an integer', { serial: '7' }],
    ['state.serial must be at least 0', { serial: -1 }],
    ['state.updatedAt must be a UTC time such as 2026-11-18T09:12:00Z', { updatedAt: '2026-02-30' }],
    ['state.resources.api is not allowed there', { resources: { api: sampleRecord('cluster.api') } }],
    ['state.resources must be an object', { resources: null }],
  ])('%s', (sentence, edit) => {
    expect(mismatchOf(validateWholeSnapshot, snapshot(edit))).toBe(sentence);
  });

  it('is found below the type of a journal entry', () => {
    const begin = sampleBegin('1', 'cluster.api');
    expect(mismatchOf(validateJournalEntry, begin)).toBeUndefined();
    expect(mismatchOf(validateJournalEntry, { ...begin, members: [{}] })).toBe(
      'members.0.address is missing',
    );
    expect(mismatchOf(validateJournalEntry, { type: 'other' })).toBe(
      'type must be begin, end, run, notes, mirror',
    );
  });

  it('is a sentence for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(mismatchOf(validateWholeSnapshot, value)).toMatch(/ (must be|is missing|is not allowed)/);
      }),
    );
  });
});
