import { sampleRecord, sampleTombstone } from '../../testing/sample-records';
import { digestOf } from '../../values/digest';
import { emptyState } from '../empty-state';
import { expiryOf } from '../expiry';
import type { ResourceRecord, State } from '../state';
import { verifyState } from '../verify';

const START = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });

function stateOf(change: Partial<ResourceRecord> = {}): State {
  const sample = sampleRecord('cluster.api');
  const record = {
    ...sample,
    inputsDigest: digestOf(sample.inputs),
    dependsOn: [],
    expiresAt: expiryOf(sample),
    ...change,
  };
  return { ...START, resources: { 'cluster.api': record } };
}

test('what Helix writes has nothing wrong', () => {
  expect(verifyState(stateOf(), 'default')).toEqual([]);
});

test.each<[string, Partial<ResourceRecord>, RegExp]>([
  ['edited inputs', { inputsDigest: 'sha256:0' }, /inputs were edited/],
  ['a dependency that is not there', { dependsOn: ['image.api'] }, /needs image\.api, which is not recorded/],
  [
    'an edited expiry',
    { expiresAt: '2030-01-01T00:00:00Z' },
    /expires on 2030-01-01T00:00:00Z, but by its TTL/,
  ],
  ['another name', { name: 'web' }, /its kind and name say cluster\.web/],
])('%s is found', (_, change, message) => {
  expect(verifyState(stateOf(change), 'default')).toEqual([
    { about: 'cluster.api', message: expect.stringMatching(message) as string },
  ]);
});

test('what is there and down at once, and the state of another workspace, are found', () => {
  const state = stateOf();
  const down = { ...state, tombstones: { 'cluster.api': sampleTombstone('cluster.api') } };
  expect(verifyState(down, 'preview').map(({ about }) => about)).toEqual(['state', 'cluster.api']);
});
