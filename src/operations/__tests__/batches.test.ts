import { recorded } from '../../plan/__tests__/world';
import type { ApplyResult } from '../../ports/reporter';
import type { OpenEntry } from '../../state/state';
import type { Address } from '../../values/resource';
import { allResults, batchResults, splitByNeeds } from '../apply-results';
import { batchesOf } from '../batches';
import { openEntryOf } from '../open-entry';
import type { Operation } from '../operation';

function operation(name: string, ...after: Address[]): Operation {
  const address: Address = `cluster.${name}`;
  const target = recorded(name);
  return { member: { address, action: 'create', target, prior: null, tombstone: null }, after };
}

const [a, b, c] = [operation('a'), operation('b', 'cluster.a'), operation('c', 'cluster.b')];
const IDENTITY = { id: '7-id', at: '2026-11-18T09:40:00.000Z', lineage: 'l', workspace: 'default' };

describe('batches', () => {
  it('wait for the batches that their operations need', () => {
    const batches = batchesOf([[a.member], [b.member], [c.member]], [a, b, c]);
    expect(batches.map(({ key, after }) => [key, after])).toEqual([
      [0, []],
      [1, [0]],
      [2, [1]],
    ]);
  });

  it('do not wait for themselves where two of their operations depend on each other', () => {
    const batches = batchesOf([[a.member, b.member], [c.member]], [a, b, c]);
    expect(batches.map(({ after }) => after)).toEqual([[], [0]]);
  });
});

describe('the journal entry of a batch', () => {
  it('has a key for each operation, the same however often it is made', () => {
    const entry = openEntryOf([a, b], IDENTITY);
    const keys = entry.members.map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toMatch(/^helix-[0-9a-f]{40}$/);
    expect(openEntryOf([a, b], IDENTITY)).toEqual(entry);
  });

  it('has other keys under another id, in another lineage and in another workspace', () => {
    const keys = [
      IDENTITY,
      { ...IDENTITY, id: '8-id' },
      { ...IDENTITY, lineage: 'm' },
      { ...IDENTITY, workspace: 'x' },
    ].map((identity) => openEntryOf([a], identity).members[0]?.key);
    expect(new Set(keys).size).toBe(4);
  });
});

describe('the results of a run', () => {
  const batches = batchesOf([[a.member], [b.member], [c.member]], [a, b, c]);
  const failed: ApplyResult = {
    address: 'cluster.a',
    action: 'create',
    result: 'failed',
    error: { kind: 'failed', message: 'no quota' },
  };

  it('say which operations were never started', () => {
    expect(allResults(batches, new Map([['cluster.a', failed]]))).toEqual([
      failed,
      { address: 'cluster.b', action: 'create', result: 'not-started' },
      { address: 'cluster.c', action: 'create', result: 'not-started' },
    ]);
  });

  it('of one batch tell unknown outcomes from failures', () => {
    const { members } = openEntryOf([a, b], IDENTITY);
    const entry = { members } as unknown as OpenEntry;
    const error = { kind: 'failed', message: 'no answer' } as const;
    const results = batchResults(
      entry,
      [
        { address: 'cluster.a', outcome: 'done', existing: null },
        { address: 'cluster.b', outcome: 'failed', existing: 'unknown', error },
      ],
      ['cluster.b'],
    );
    expect(results.map(({ address, result }) => [address, result])).toEqual([
      ['cluster.a', 'done'],
      ['cluster.b', 'unknown'],
    ]);
  });
});

describe('the operations of a batch', () => {
  const [d, together] = [operation('d'), operation('e', 'cluster.d')];
  const [batch] = batchesOf([[b.member, together.member, d.member]], [b, together, d]);
  const ended = (result: ApplyResult['result']) =>
    new Map<Address, ApplyResult>([['cluster.a', { address: 'cluster.a', action: 'create', result }]]);

  it('all run when what they need is done, also those that need another one of the batch', () => {
    expect(splitByNeeds(batch!, ended('done'))).toEqual({ ready: [b, together, d], skipped: [] });
  });

  it('are skipped singly when what they need has failed, and the others run', () => {
    expect(splitByNeeds(batch!, ended('failed'))).toEqual({
      ready: [together, d],
      skipped: [{ address: 'cluster.b', action: 'create', result: 'skipped', because: 'cluster.a' }],
    });
  });

  it('name the failure because of which what they need was skipped itself', () => {
    const [afterB] = batchesOf([[c.member]], [c]);
    const { skipped } = splitByNeeds(batch!, ended('failed'));
    expect(splitByNeeds(afterB!, new Map(skipped.map((one) => [one.address, one]))).skipped).toEqual([
      { address: 'cluster.c', action: 'create', result: 'skipped', because: 'cluster.a' },
    ]);
  });
});
