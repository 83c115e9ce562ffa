import type { BudgetConfig } from '../../config/rule';
import { isIntact } from '../seal';
import { NO_RULES, planFor, recorded, state, wanted } from './world';

const at = (line: number) => ({ file: 'helix.toml', line, column: 1 });
const monthly = (value: string): BudgetConfig => ({
  monthlyUsd: { value, source: at(5) },
  maxIncreaseUsd: null,
});
// A small cluster is $67.525 a month, a medium one $135.05.
const medium = { inputs: { size: 'medium' } };

test('what would cost more than the budget is refused at the line of the rule', () => {
  const { refusals } = planFor([wanted('a'), wanted('b')], null, { budget: monthly('135.04') });
  expect(refusals).toMatchObject([
    { code: 'budget', rule: 'monthly_usd', address: null, source: { file: 'helix.toml', line: 5 } },
  ]);
  expect(refusals[0]?.message).toContain('$135.05 a month');
  expect(refusals[0]?.message).toContain('$135.04');
});

test('what costs exactly the budget is within it', () => {
  const plan = planFor([wanted('a'), wanted('b')], null, { budget: monthly('135.05') });
  expect(plan.refusals).toEqual([]);
  expect(plan.budget).toEqual({ monthlyUsd: '135.05', maxIncreaseUsd: null, override: null });
});

test('the budget counts what stays, not only what changes', () => {
  const before = state([recorded('a', medium)]);
  expect(
    planFor([wanted('a', medium), wanted('b')], before, { budget: monthly('150') }).refusals,
  ).toHaveLength(1);
});

test('a plan that makes things cheaper is never refused, however far over the budget it stays', () => {
  const before = state([recorded('a', medium), recorded('b', medium)]);
  const plan = planFor([wanted('a'), wanted('b', medium)], before, { budget: monthly('1') });
  expect(plan.cost?.diffMonthly).toBe('-67.52');
  expect(plan.refusals).toEqual([]);
});

test('taking down and what has expired is never refused', () => {
  const before = state([recorded('a', medium)]);
  for (const mode of ['destroy', 'expired'] as const) {
    expect(planFor([wanted('a', medium)], before, { mode, budget: monthly('1') }).refusals).toEqual([]);
  }
});

test('the increase of one plan has a limit of its own', () => {
  const budget = { monthlyUsd: null, maxIncreaseUsd: { value: '67.52', source: at(6) } };
  const before = state([recorded('a')]);
  expect(planFor([wanted('a', medium)], before, { budget }).refusals).toEqual([]);
  expect(planFor([wanted('a'), wanted('b'), wanted('c')], before, { budget }).refusals).toMatchObject([
    { code: 'budget', rule: 'max_increase_usd', source: { line: 6 } },
  ]);
});

test('what waits for an engine counts as well', () => {
  const { refusals, unsupported } = planFor([wanted('a')], null, {
    budget: monthly('1'),
    isApplied: () => false,
  });
  expect(unsupported).toHaveLength(1);
  expect(refusals).toMatchObject([{ code: 'budget' }]);
});

test('a reason turns the refusal into a record, which is part of the digest', () => {
  const budget = monthly('1');
  const refused = planFor([wanted('a')], null, { budget });
  const overridden = planFor([wanted('a')], null, { budget, overrideBudget: 'load test' });
  expect(overridden.refusals).toEqual([]);
  expect(overridden.budget?.override).toMatchObject({ reason: 'load test' });
  expect(overridden.budget?.override?.broken).toEqual([refused.refusals[0]?.message]);
  const other = planFor([wanted('a')], null, { budget, overrideBudget: 'another reason' });
  expect(new Set([refused.digest, overridden.digest, other.digest]).size).toBe(3);
  expect(isIntact(overridden)).toBe(true);
  const edited = { ...overridden, budget: { ...other.budget!, override: other.budget!.override } };
  expect(isIntact(edited)).toBe(false);
});

test('a reason where nothing is exceeded leaves the plan as it is', () => {
  const budget = monthly('1000');
  const plain = planFor([wanted('a')], null, { budget });
  expect(planFor([wanted('a')], null, { budget, overrideBudget: 'just in case' })).toEqual(plain);
});

test('a reason overrides no policy', () => {
  const { refusals } = planFor([wanted('a')], null, {
    budget: monthly('1'),
    policy: { ...NO_RULES.policy, requireTtl: { value: true, source: at(9) } },
    overrideBudget: 'load test',
  });
  expect(refusals).toMatchObject([{ code: 'policy', rule: 'require_ttl' }]);
});
