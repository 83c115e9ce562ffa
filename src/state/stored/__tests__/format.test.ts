import Ajv from 'ajv';
import schema from '../../../../schemas/state.schema.json';
import { HelixError } from '../../../errors';
import { sampleBegin, sampleEnd, sampleRecord, sampleTombstone } from '../../../testing/sample-records';
import { emptyState } from '../../empty-state';
import { foldEntries } from '../../fold';
import {
  decodeJournal,
  decodeSnapshot,
  encodeEntry,
  encodeSnapshot,
  journalLine,
  decodeState,
} from '../format';
import type { Snapshot } from '../snapshot';
import { deltaOf } from '../state-delta';

const state = foldEntries(
  emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' }),
  [
    sampleEnd('1', sampleRecord('cluster.api'), sampleTombstone('cluster.old')),
    sampleBegin('2', 'cluster.web'),
  ],
);
const snapshot: Snapshot = { format: 1, journal: { token: 3, entries: 2 }, state };
const FILE = 'state.7.json';

/** The snapshot's text after an edit by hand, in its first place. */
function edited(from: string, to: string): string {
  const text = encodeSnapshot(snapshot);
  expect(text).toContain(from);
  return text.replace(from, to);
}

const validate = new Ajv({ allowUnionTypes: true, keywords: ['x-validator'] }).compile(schema);
/** Whether a text is valid by the published schema. */
function isBySchema(text: string): boolean {
  try {
    return validate(JSON.parse(text));
  } catch {
    return false;
  }
}

function refusal(action: () => unknown): HelixError {
  try {
    action();
  } catch (error) {
    if (error instanceof HelixError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('decodeSnapshot', () => {
  it('reads back what was written', () => {
    expect(decodeSnapshot(encodeSnapshot(snapshot), FILE)).toEqual(snapshot);
    const sealed: Snapshot = { ...snapshot, state: null };
    expect(decodeSnapshot(encodeSnapshot(sealed), FILE)).toEqual(sealed);
    const { history: _, ...before } = { ...state, resources: {}, serial: 3 };
    const delta = deltaOf(before, { ...state, mirrors: { x: '1' } });
    const difference: Snapshot = {
      format: 2,
      journal: snapshot.journal,
      delta: delta!,
      states: [{ serial: 4, name: 'state.4.json', base: 'state.3.json' }],
    };
    expect(decodeSnapshot(encodeSnapshot(difference), FILE)).toEqual(difference);
    for (const written of [snapshot, sealed, difference]) {
      expect(isBySchema(encodeSnapshot(written))).toBe(true);
    }
  });

  it.each([
    ['a key that every state has', { unset: ['resources'], set: {} }, 'delta.unset'],
    ['a map that is written as a whole', { unset: [], set: { resources: {} } }, 'delta.set.resources'],
    ['a record under another address', { unset: [], set: {}, resources: { 'cluster.b': 1 } }, 'resources.'],
    ['no runs', { unset: [], set: {}, history: { dropped: [] } }, 'delta.history.runs'],
    ['a wrong key', { unset: [], set: { serial: -1 } }, 'delta.set.serial'],
  ])('refuses a delta with %s', (_, delta, where) => {
    const text = JSON.stringify({ format: 2, journal: { token: 1, entries: 0 }, delta });
    const { message } = refusal(() => decodeSnapshot(text, FILE));
    expect(message).toContain(`${FILE} is damaged: delta`);
    expect(message).toContain(where);
  });

  it('refuses a newer format and says so', () => {
    const text = JSON.stringify({ format: 3, all: 'different' });
    expect(refusal(() => decodeSnapshot(text, FILE)).message).toContain('written by a newer Helix');
    const inner = edited('"state":{"format":1', '"state":{"format":2');
    expect(() => decodeSnapshot(inner, FILE)).toThrow('state.format must be 1');
  });

  it.each([
    ['torn', encodeSnapshot(snapshot).slice(0, 200), 'it is not JSON'],
    ['empty', '', 'it is not JSON'],
    ['something else', '[]', 'it must be an object'],
    ['without a key', edited('"lineage":"l",', ''), 'state.lineage is missing'],
    ['with a wrong type', edited('"serial":0', '"serial":"7"'), 'state.serial must be an integer'],
    [
      'with a wrong record',
      edited('"status":"ready"', '"status":"fine"'),
      'state.resources."cluster.api".status must be ready, stopped, failed',
    ],
    ['with a wrong open entry', edited('"key":"key-2-cluster.web"', '"key":5'), 'open.0.members.0.key'],
  ])('refuses a text that is %s, naming file and place', (_, text, why) => {
    const error = refusal(() => decodeSnapshot(text, FILE));
    expect(error.kind).toBe('config');
    expect(error.message).toContain('state.7.json is damaged');
    expect(error.message).toContain(why);
    expect(isBySchema(text)).toBe(false);
  });

  it('refuses a record at the address of another', () => {
    const text = edited('"cluster.api":{', '"cluster.b":{');
    expect(() => decodeSnapshot(text, FILE)).toThrow(
      'state.resources."cluster.b" must be at its own address',
    );
  });

  it('takes a key named __proto__ for a key', () => {
    const polluted = edited('"inputs":{', '"inputs":{"__proto__":{"admin":true},');
    const decoded = decodeSnapshot(polluted, FILE);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    expect(encodeSnapshot(decoded)).toContain('"__proto__":{"admin":true}');
    const address = edited('"cluster.api":{', '"__proto__":{');
    expect(() => decodeSnapshot(address, FILE)).toThrow('state.resources.__proto__ is not allowed there');
  });
});

describe('encodeSnapshot', () => {
  it('never writes what could not be read back', () => {
    const wrong = { ...snapshot, state: { ...state, updatedAt: 'yesterday' } };
    expect(() => encodeSnapshot(wrong)).toThrow('state.updatedAt must be a UTC time');
  });
});

describe('decodeJournal', () => {
  const [begin, end] = [sampleBegin('1', 'cluster.api'), sampleEnd('1', sampleRecord('cluster.api'))];
  const [first, second] = [
    journalLine([encodeEntry(begin), encodeEntry(begin)]),
    journalLine([encodeEntry(end)]),
  ];
  const JOURNAL = 'journal.3.jsonl';

  it('reads back what was written, in order', () => {
    expect(decodeJournal(first + second, JOURNAL)).toEqual([begin, begin, end]);
    expect(decodeJournal('', JOURNAL)).toEqual([]);
  });

  it('leaves out a last line that was torn anywhere', () => {
    for (let length = first.length; length < first.length + second.length; length += 7) {
      expect(decodeJournal((first + second).slice(0, length), JOURNAL)).toEqual([begin, begin]);
    }
    expect(decodeJournal(`${first}${'\0'.repeat(50)}\n`, JOURNAL)).toEqual([begin, begin]);
  });

  it('refuses a torn line in the middle, naming file and line', () => {
    const torn = `${first}${second.slice(0, 40)}\n${second}`;
    expect(refusal(() => decodeJournal(torn, JOURNAL)).message).toBe(
      'journal.3.jsonl, line 2 is damaged: it is not JSON.',
    );
  });

  it('refuses a member that is recorded at the address of another', () => {
    const other = end.members.map((member) => ({ ...member, record: sampleRecord('cluster.b') }));
    const line = journalLine([JSON.stringify({ ...end, members: other })]);
    expect(() => decodeJournal(line, JOURNAL)).toThrow(
      'line 1 is damaged: entries.0.members.0.record.address must be that of its operation',
    );
  });

  it('refuses a wrong or newer entry even in the last line', () => {
    const wrong = `${first}{"format":1,"entries":[{"type":"begin"}]}\n`;
    expect(() => decodeJournal(wrong, JOURNAL)).toThrow('journal.3.jsonl, line 2 is damaged: entries.0.id');
    expect(() => decodeJournal('{"format":2}\n', JOURNAL)).toThrow('newer Helix');
  });
});

it('a text that a user gives and that is not a state is refused without naming it damaged', () => {
  for (const [text, why] of [
    ['[]', 'it must be an object'],
    ['{', 'it is not JSON'],
  ] as const) {
    expect(() => decodeState(text, 'standard input')).toThrow(`standard input is not a state: ${why}.`);
  }
});
