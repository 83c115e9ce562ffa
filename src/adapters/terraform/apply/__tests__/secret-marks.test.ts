import type { OpenMember, ResourceRecord } from '../../../../state/state';
import { sampleRecord } from '../../../../testing/sample-records';
import { secretMarks } from '../secret-marks';

type Member = Omit<OpenMember, 'key'>;

function recordWith(
  secretDigests: Record<string, string>,
  marks: Record<string, string> = {},
): ResourceRecord {
  return { ...sampleRecord('instance.api'), secretDigests, lowered: { secretMarks: marks } };
}

function member(action: Member['action'], prior: ResourceRecord | null, target: ResourceRecord): Member {
  return { address: 'instance.api', action, target, prior, tombstone: null };
}

const CREATED = recordWith({ 'secrets.A': 'a1', 'secrets.B': 'b1' });

test('a machine that is created or replaced has none: its blocks are those that anybody synthesises', () => {
  expect(secretMarks(member('create', null, CREATED))).toEqual({});
  expect(secretMarks(member('replace', CREATED, recordWith({ 'secrets.A': 'a2' })))).toEqual({});
});

test('a value that changes is marked, and one that stays is not', () => {
  const target = recordWith({ 'secrets.A': 'a2', 'secrets.B': 'b1' });
  expect(secretMarks(member('update', CREATED, target))).toEqual({ 'secrets.A': 'a2' });
});

test('a mark stays while the value does, and moves when the value goes back', () => {
  const rotated = recordWith({ 'secrets.A': 'a2', 'secrets.B': 'b1' }, { 'secrets.A': 'a2' });
  expect(secretMarks(member('update', rotated, rotated))).toEqual({ 'secrets.A': 'a2' });
  expect(secretMarks(member('update', rotated, CREATED))).toEqual({ 'secrets.A': 'a1' });
});

test('a record of an older version, which has no digests, gets a mark with its first known value', () => {
  const { secretDigests: _, ...old } = CREATED;
  expect(secretMarks(member('update', old, CREATED))).toEqual({ 'secrets.A': 'a1', 'secrets.B': 'b1' });
});
