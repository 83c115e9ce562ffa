import { renderPlan } from '../../render/text/plan-text';
import { planFor, recorded, state, tombstone, verbs, wanted } from './world';

const HOUR = 3600;
const terminated = { ...tombstone('a', 0), reason: 'terminated' } as const;
const style = { color: false, width: 100, unicode: true, terminal: false };

describe('a resource that a person terminated', () => {
  it('stays down, and the plan tells how it comes back', () => {
    const plan = planFor([wanted('a')], state([], [terminated]));
    expect([plan.changes, plan.expiry.down]).toMatchObject([[], [{ reason: 'terminated' }]]);
    expect(renderPlan(plan, style)).toContain(
      'Stays down: cluster.a was terminated 2h ago (`helix renew a` brings it back).',
    );
  });

  it('stays down when its ttl is edited', () => {
    expect(verbs(planFor([wanted('a', { ttlSeconds: HOUR })], state([], [terminated])))).toEqual([]);
  });

  it('comes back when it is deployed', () => {
    const plan = planFor([wanted('a')], state([], [terminated]), { revives: true });
    expect(plan.changes).toMatchObject([{ action: 'create', reason: 'renewed' }]);
  });

  it('is deleted for a reason of its own, unless no file declares it', () => {
    const plan = planFor([wanted('a')], state([recorded('a'), recorded('b')]), {
      mode: 'destroy',
      terminates: true,
    });
    expect(
      plan.changes.map(({ address, ...change }) => [address, 'reason' in change && change.reason]),
    ).toEqual([
      ['cluster.b', 'destroy'],
      ['cluster.a', 'terminated'],
    ]);
  });
});

describe('a resource that was deployed by hand', () => {
  const byHand = recorded('a', { byHand: true });

  it('is listed and not deleted while no file declares it', () => {
    const plan = planFor([], state([byHand, recorded('b')]));
    expect([verbs(plan), plan.byHand]).toEqual([['delete cluster.b'], ['cluster.a']]);
    expect(renderPlan(plan, style)).toContain(
      'Deployed by hand, not declared: cluster.a (`helix terminate NAME` destroys it).',
    );
  });

  it('is marked by the plan that creates it, and no other resource is', () => {
    const plan = planFor([wanted('a'), wanted('b')], null, { byHand: 'a' });
    expect(plan.changes.map((change) => 'byHand' in change)).toEqual([true, false]);
    expect(planFor([wanted('a')], state([byHand])).byHand).toBeUndefined();
  });
});
