import fc from 'fast-check';
import { sampleRecord } from '../../../testing/sample-records';
import type { Address } from '../../../values/resource';
import { emptyState } from '../../empty-state';
import { decodeSnapshot, encodeSnapshot } from '../format';
import type { State } from '../../state';
import { StateChain } from '../state-chain';
import type { StoredSnapshot } from '../state-chain';
import { chainOf, keptStates } from '../stored-states';
import type { StoredState } from '../stored-states';

const start = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
const journal = { token: 1, entries: 0 };
const at = (n: number): Address => `cluster.c${n}`;
const large: State = {
  ...start,
  resources: Object.fromEntries(Array.from({ length: 500 }, (_, n) => [at(n), sampleRecord(at(n))])),
};

/** A storage with texts by name, and which of them are kept. */
class Stored {
  readonly texts = new Map<string, string>();
  states: readonly StoredState[] = [];
  written = 0;
  longest = 0;
  chain = StateChain.empty;

  write(state: State): void {
    const serial = (this.states[0]?.serial ?? 0) + 1;
    const { snapshot, base, stored } = this.chain.next(state, journal);
    const text = encodeSnapshot(snapshot);
    const name = `s${serial}`;
    this.texts.set(name, text);
    this.written += text.length;
    const { kept, dropped } = keptStates([{ serial, name, ...(base && { base }) }, ...this.states]);
    this.states = kept;
    for (const old of dropped) this.texts.delete(old.name);
    this.chain = stored(name, text.length);
    this.longest = Math.max(this.longest, chainOf(this.states).length);
  }

  /** The chain as another process reads it when N newer states exist. */
  read(newer = 0, isOwn = true): StateChain {
    const names = chainOf(this.states.slice(newer));
    const snapshots = names.map((name): StoredSnapshot => {
      const text = this.texts.get(name)!;
      return { name, snapshot: decodeSnapshot(text, name), bytes: text.length, isOwn };
    });
    return StateChain.of(snapshots, 'here');
  }
}

describe('StateChain', () => {
  it('says what was written last, whoever reads it, and so do the nine before it', () => {
    const edits = fc.array(fc.array(fc.nat(600), { minLength: 1, maxLength: 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(edits, fc.infiniteStream(fc.boolean()), (all, isOther) => {
        const stored = new Stored();
        const wanted = [large];
        stored.write(large);
        all.forEach((numbers, n) => {
          const changed = numbers.map((i) => [at(i), sampleRecord(at(i), { inputs: { n } })] as const);
          const last = wanted.at(-1)!;
          const resources = { ...last.resources, ...Object.fromEntries(changed) };
          const next = { ...last, serial: n + 1, resources };
          if (isOther.next().value) stored.chain = stored.read();
          stored.write(next);
          wanted.push(next);
        });
        const kept = wanted.slice(-10).reverse();
        expect(kept.map((_, newer) => stored.read(newer).state)).toEqual(kept);
      }),
      { numRuns: 10 },
    );
  });

  it('of many small changes is short, and costs little more than the changes', () => {
    const stored = new Stored();
    stored.write(large);
    const whole = stored.written;
    let state = large;
    for (let n = 0; n < 400; n += 1) {
      const record = sampleRecord(at(n), { inputs: { n } });
      state = { ...state, serial: n + 1, resources: { ...state.resources, [at(n)]: record } };
      stored.write(state);
    }
    expect(stored.longest).toBeLessThan(10);
    const changes = 400 * JSON.stringify(sampleRecord(at(1))).length;
    expect(stored.written - whole).toBeLessThan(20 * changes);
    expect(stored.written).toBeLessThan(0.2 * 400 * whole);
  });

  it('of small states has whole ones alone', () => {
    const stored = new Stored();
    for (let n = 0; n < 3; n += 1) stored.write({ ...start, serial: n });
    expect(stored.states.map(({ name, base }) => [name, base])).toEqual([
      ['s3', undefined],
      ['s2', undefined],
      ['s1', undefined],
    ]);
  });

  it('is not the base of a delta when a part of it is not encrypted as it would be now', () => {
    const stored = new Stored();
    stored.write(large);
    stored.write({ ...large, serial: 1 });
    const next = { ...large, serial: 2 };
    expect(stored.read().next(next, journal).snapshot.format).toBe(2);
    expect(stored.read(0, false).next(next, journal).snapshot).toEqual({ format: 1, journal, state: next });
  });

  it('is refused when the snapshots are not based on each other', () => {
    const stored = new Stored();
    stored.write(large);
    stored.write({ ...large, serial: 1 });
    const delta = decodeSnapshot(stored.texts.get('s2')!, 's2');
    expect(() => StateChain.of([{ name: 's2', snapshot: delta, bytes: 1, isOwn: true }], 'here')).toThrow(
      'here: s2 is not based on the state that its name says',
    );
    const whole = decodeSnapshot(stored.texts.get('s1')!, 's1');
    const two = ['s1', 's2'].map((name) => ({ name, snapshot: whole, bytes: 1, isOwn: true }));
    expect(() => StateChain.of(two, 'here')).toThrow('s2 is not based on');
  });
});

describe('chainOf', () => {
  it('ends where a name is not known, or comes again', () => {
    expect(chainOf([])).toEqual([]);
    expect(chainOf([{ serial: 2, name: 'b', base: 'a' }])).toEqual(['a', 'b']);
    const loop = [
      { serial: 2, name: 'b', base: 'a' },
      { serial: 1, name: 'a', base: 'b' },
    ];
    expect(chainOf(loop)).toEqual(['a', 'b']);
  });
});
