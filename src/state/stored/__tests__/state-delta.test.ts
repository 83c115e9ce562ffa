import fc from 'fast-check';
import { sampleBegin, sampleRecord, sampleTombstone } from '../../../testing/sample-records';
import type { Address } from '../../../values/resource';
import { emptyState } from '../../empty-state';
import { withRun } from '../../history';
import type { Run, State } from '../../state';
import { deltaOf, mergedDelta, withDelta } from '../state-delta';

const start = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
const run = (id: string, change: Partial<Run> = {}): Run => ({
  id,
  operation: 'apply',
  ended: null,
  by: 'ada',
  at: '2026-01-01T00:00:00Z',
  commit: null,
  planDigest: null,
  ...change,
});

const names = fc.constantFrom('a', 'b', 'c', 'd');
const address = names.map((name): Address => `cluster.${name}`);
const states: fc.Arbitrary<State> = fc
  .record(
    {
      serial: fc.nat(),
      resources: fc
        .dictionary(address, fc.nat(3))
        .map((sizes) =>
          Object.fromEntries(
            Object.entries(sizes).map(([at, size]) => [
              at,
              sampleRecord(at as Address, { inputs: { size } }),
            ]),
          ),
        ),
      tombstones: fc
        .dictionary(address, fc.nat(3))
        .map((all) =>
          Object.fromEntries(
            Object.entries(all).map(([at, ttlSeconds]) => [
              at,
              sampleTombstone(at as Address, { ttlSeconds }),
            ]),
          ),
        ),
      open: fc.array(names.map((id) => sampleBegin(id, `cluster.${id}`)).map(({ type: _, ...open }) => open)),
      history: fc
        .array(fc.record({ id: names, operation: fc.constantFrom('apply', 'destroy') }))
        .map((runs) =>
          runs.reduce<readonly Run[]>((all, { id, operation }) => withRun(all, run(id, { operation })), []),
        ),
      moved: fc.constantFrom('s3', 'pg').map((to) => ({ to, by: 'ada', at: '2026-01-01T00:00:00Z' })),
      secretKey: fc.constantFrom('key-1', 'key-2'),
      mirrors: fc.dictionary(fc.constantFrom('x', 'y', '__proto__'), fc.constantFrom('1', '2')),
    },
    { requiredKeys: ['serial', 'resources', 'tombstones', 'open'] },
  )
  .map((parts) => ({ ...start, ...parts }));

/** As it comes back from where it is stored. */
const stored = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

describe('a delta', () => {
  it('makes of one state the other, and of one history the other, where it can say the difference at all', () => {
    fc.assert(
      fc.property(states, states, (base, next) => {
        const delta = deltaOf(base, next);
        if (delta !== null) expect(withDelta(base, stored(delta))).toEqual(next);
      }),
      { numRuns: 500 },
    );
  });

  it('can be merged with the next one, and with that one again', () => {
    fc.assert(
      fc.property(fc.array(states, { minLength: 3, maxLength: 5 }), ([base, ...rest]) => {
        let last = base!;
        const deltas = [];
        for (const next of rest) {
          const delta = deltaOf(last, next);
          if (delta === null) return;
          deltas.push(stored(delta));
          last = next;
        }
        expect(withDelta(base!, deltas.reduce(mergedDelta))).toEqual(last);
      }),
      { numRuns: 500 },
    );
  });

  it('holds what changed and nothing else', () => {
    const resources = { 'cluster.a': sampleRecord('cluster.a'), 'cluster.b': sampleRecord('cluster.b') };
    const base: State = { ...start, resources, history: [run('1'), run('2')], mirrors: { x: '1' } };
    const b = sampleRecord('cluster.b', { protect: true });
    const next: State = {
      ...stored(base),
      serial: 1,
      resources: { 'cluster.b': b },
      history: [run('2', { operation: 'x' }), run('3')],
    };
    expect(deltaOf(base, next)).toEqual({
      unset: [],
      set: { serial: 1 },
      resources: { 'cluster.a': null, 'cluster.b': b },
      history: { dropped: ['1'], runs: next.history },
    });
    expect(deltaOf(base, stored(base))).toEqual({ unset: [], set: {} });
  });

  it('keeps addresses in order, and forgets merged runs that were forgotten', () => {
    const record = (at: Address) => ({ [at]: sampleRecord(at) });
    const base: State = { ...start, resources: { ...record('cluster.b'), ...record('cluster.d') } };
    const delta = deltaOf(base, { ...base, resources: { ...base.resources, ...record('cluster.c') } });
    expect(Object.keys(withDelta(base, delta!).resources)).toEqual(['cluster.b', 'cluster.c', 'cluster.d']);
    const histories = [[], [run('1')], [run('1'), run('2')], [run('2'), run('3')]];
    const [first, ...deltas] = histories.slice(1).map((history, n) => {
      return deltaOf({ ...start, history: histories[n]! }, { ...start, history })!;
    });
    expect(deltas.reduce(mergedDelta, first!).history).toEqual({
      dropped: ['1'],
      runs: [run('2'), run('3')],
    });
  });

  it('does not exist between two lineages, or between histories in another order', () => {
    expect(deltaOf(start, { ...start, lineage: 'other' })).toBeNull();
    const history = [run('1'), run('2')];
    expect(deltaOf({ ...start, history }, { ...start, history: history.toReversed() })).toBeNull();
  });
});
