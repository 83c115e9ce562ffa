import { planDifferences } from '../compare';
import { decodePlan } from '../decode-plan';
import { encodePlan } from '../format';
import type { Plan } from '../plan';
import { sealPlan } from '../seal';
import { staleRecords } from '../staleness';
import { planFor, recorded, state, wanted } from './world';

const plan = planFor([wanted('a', { inputs: { size: 'medium' } }), wanted('b')], state([recorded('a')]));

describe('a saved plan', () => {
  it('reads back as it was', () => {
    expect(decodePlan(encodePlan(plan), 'x.plan')).toEqual(plan);
  });

  it.each([
    ['a size', '"medium"', '"large"'],
    ['an address', 'cluster.b', 'cluster.c'],
    ['a price', '"0.185"', '"0.001"'],
    ['an action', '"create"', '"delete"'],
  ])('is refused when %s in it was edited', (_, from, to) => {
    const text = encodePlan(plan);
    expect(text).toContain(from);
    expect(() => decodePlan(text.replaceAll(from, to), 'x.plan')).toThrow('x.plan was edited');
  });

  it.each(['', '{}', '[]', 'null', '{"helixPlan":1,"plan":null}', '{"format_version":"1.2"}'])(
    'is not %p',
    (text) => {
      expect(() => decodePlan(text, 'x.plan')).toThrow('x.plan is not a plan');
    },
  );

  it.each<[string, object]>([
    ['reads.0.address is missing', { reads: [{ digest: 'x' }] }],
    ['changes.0.cost must be an object', { changes: [{ ...plan.changes[0], cost: 'free' }] }],
    [
      'changes.0.before must be an object',
      { changes: plan.changes.map((change) => ({ ...change, before: 'nothing' })) },
    ],
    [
      'expiry.next.0.expiresAt must be a UTC time',
      { expiry: { ...plan.expiry, next: [{ address: 'cluster.a', expiresAt: '2026-99-99T00:00:00Z' }] } },
    ],
    ['about.now must be a UTC time', { about: { ...plan.about, now: 'now' } }],
  ])('is refused when it was edited and sealed anew, so that %s', (mismatch, edit) => {
    const edited = { ...plan, ...edit } as Plan;
    const sealed = () => encodePlan(sealPlan(edited));
    expect(() => decodePlan(sealed(), 'x.plan')).toThrow(`x.plan is damaged: ${mismatch}`);
  });

  it('of a newer Helix is named as such', () => {
    const newer = JSON.stringify({ helixPlan: 2, plan: { ...plan, format: 2 } });
    expect(() => decodePlan(newer, 'x.plan')).toThrow('newer Helix');
  });
});

describe('staleness', () => {
  it('depends on the records that the plan reads', () => {
    const now = state([recorded('a', { outputs: { size: 'x' } }), recorded('b')]);
    expect(staleRecords(plan, now)).toEqual([
      { address: 'cluster.a', now: 'changed' },
      { address: 'cluster.b', now: 'created' },
    ]);
    expect(staleRecords(plan, state([]))).toEqual([{ address: 'cluster.a', now: 'gone' }]);
  });

  it('does not depend on the serial or on other records: two plans of different resources both apply', () => {
    const now = { ...state([recorded('a'), recorded('other')]), serial: 99 };
    expect(staleRecords(plan, now)).toEqual([]);
  });
});

describe('the difference of two plans', () => {
  it('names the changes that were added, that are gone and that differ', () => {
    const now = planFor([wanted('a', { inputs: { size: 'large' } }), wanted('c')], state([recorded('a')]));
    expect(planDifferences(plan, now)).toEqual([
      'cluster.a: size was to become medium, now large',
      'cluster.a: its price was 0.185, now unknown $/h',
      'cluster.b: no longer created',
      'cluster.c: now also created',
    ]);
    expect(planDifferences(plan, plan)).toEqual([]);
  });
});
