import type { Plan } from '../../../plan/plan';
import { CREATE, DELETE, KEPT, NOTHING, UPDATE, cost } from '../../__tests__/plans';
import { costDays, DAYS } from '../cost/cost-days';

/** One dollar a day. */
const DAILY = cost({ afterHourly: '0.0416666666', afterMonthly: '30.42' });
const HOUR = 3_600;

function costsOf(plan: Partial<Plan>): readonly string[] {
  return costDays({ ...NOTHING, ...plan }).map((day) => day.cost);
}

test('a resource without a TTL costs the same on each of the next days', () => {
  expect(costsOf({ kept: [{ ...KEPT, cost: DAILY }] })).toEqual(Array.from({ length: DAYS }, () => '1.00'));
});

test('a new resource costs until its TTL is over, and the last day in part', () => {
  const days = costDays({ ...NOTHING, changes: [{ ...CREATE, cost: DAILY, ttlSeconds: 36 * HOUR }] });
  expect(days.slice(0, 3).map((day) => day.cost)).toEqual(['1.00', '0.50', '0.00']);
  expect(days[1]?.expiring).toEqual([
    { address: 'cluster.production', at: '2026-11-19T21:40:00.000Z', monthly: '30.42' },
  ]);
});

test('an updated resource ends when it expires, counted from the time of the plan', () => {
  const [first, second] = costsOf({
    changes: [{ ...UPDATE, cost: DAILY, expiresAt: '2026-11-18T21:40:00Z' }],
  });
  expect([first, second]).toEqual(['0.50', '0.00']);
});

test('what has expired already costs nothing from now on, and is named on the first day', () => {
  const [first] = costDays({
    ...NOTHING,
    kept: [{ ...KEPT, protect: false, cost: DAILY, expiresAt: '2026-11-18T00:00:00Z' }],
  });
  expect([first?.cost, first?.expiring.length]).toEqual(['0.00', 1]);
});

test('what is protected or held back stays although it expires', () => {
  const late = { ...KEPT, cost: DAILY, expiresAt: '2026-11-18T00:00:00Z' };
  expect(costsOf({ kept: [{ ...late, protect: true }] })[1]).toBe('1.00');
  const held = [{ address: late.address, because: 'keeps', by: null }] as const;
  expect(costsOf({ kept: [{ ...late, protect: false }], expiry: { ...NOTHING.expiry, held } })[1]).toBe(
    '1.00',
  );
});

test('what is deleted, and what has no price, costs nothing on any day', () => {
  expect(costsOf({ changes: [DELETE, { ...CREATE, cost: cost({}) }] })[0]).toBe('0.00');
});
