import { planFor, recorded, state, tombstone, wanted } from '../../plan/__tests__/world';
import type { Observation } from '../../state/observation';
import type { Address } from '../../values/resource';
import { observedState } from '../observed-state';

const GONE: Observation = { state: 'gone' };
const FOREIGN: Observation = { state: 'foreign', owner: 'l/other/cluster.web' };
const DECLARED = new Set<Address>(['cluster.web']);

function seen(observation: Observation): ReadonlyMap<Address, Observation> {
  return new Map([['cluster.web', observation]]);
}

describe('the state before operations', () => {
  const from = state([recorded('web')]);
  const plan = planFor([wanted('web')], from);

  it('is the recorded one where nothing was observed', () => {
    expect(observedState(from, new Map(), plan, DECLARED)).toEqual({ state: from, released: [] });
    expect(observedState(from, new Map(), plan, DECLARED).state).toBe(from);
  });

  it('loses a resource that is gone', () => {
    const { state: after } = observedState(from, seen(GONE), plan, DECLARED);
    expect(after.resources).toEqual({});
  });

  it("keeps a resource that is somebody else's while it is wanted", () => {
    const { state: after, released } = observedState(from, seen(FOREIGN), plan, DECLARED);
    expect(after).toBe(from);
    expect(released).toEqual([]);
  });

  it("releases a resource that is somebody else's once it is no longer declared", () => {
    const observations = seen(FOREIGN);
    const { state: after, released } = observedState(from, observations, planFor([], from), new Set());
    expect(after.resources).toEqual({});
    expect(released).toEqual([{ address: 'cluster.web', owner: 'l/other/cluster.web' }]);
  });

  it('releases nothing beyond the targets of the plan', () => {
    const two = state([recorded('web'), recorded('db')]);
    const targeted = planFor([], two, { targets: ['cluster.db'] });
    const { released } = observedState(two, seen(FOREIGN), targeted, new Set());
    expect(released).toEqual([]);
  });

  it('loses the tombstones of tables that are no longer declared', () => {
    const down = state([], [tombstone('web', 60), tombstone('old', 60)]);
    const { state: after } = observedState(down, new Map(), planFor([wanted('web')], down), DECLARED);
    expect(Object.keys(after.tombstones)).toEqual(['cluster.web']);
  });
});
