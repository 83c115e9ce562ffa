import type { PolicyConfig } from '../../config/rule';
import type { DesiredResource } from '../../graph/desired-state';
import { NO_RULES, planFor, recorded, state, tombstone, wanted } from './world';

const source = { file: 'helix.toml', line: 4, column: 1 };
const rule = <T>(value: T) => ({ value, source });
const policy = (rules: Partial<PolicyConfig>): PolicyConfig => ({ ...NO_RULES.policy, ...rules });

const DAY = 86_400;

// The rule, what keeps to it, what does not, and what is said of that.
const CASES: readonly [string, Partial<PolicyConfig>, DesiredResource, DesiredResource, string][] = [
  [
    'max_ttl',
    { maxTtlSeconds: rule(7 * DAY) },
    wanted('a', { ttlSeconds: 7 * DAY }),
    wanted('a', { ttlSeconds: 7 * DAY + 1 }),
    'longer than `max_ttl`, 7d',
  ],
  ['require_ttl', { requireTtl: rule(true) }, wanted('a', { ttlSeconds: 60 }), wanted('a'), 'has no `ttl`'],
  ['require_ttl', { requireTtl: rule(true) }, localContainer(), wanted('a'), 'has no `ttl`'],
  [
    'allowed_regions',
    { allowedRegions: rule(['eu-west-1', 'westeurope']) },
    wanted('a', { inputs: { region: 'eu-west-1' } }),
    wanted('a'),
    'is in us-east-1',
  ],
  [
    'allowed_providers',
    { allowedProviders: rule(['helix-cloud']) },
    wanted('a'),
    { ...wanted('a'), provider: 'aws' },
    'is on aws',
  ],
  [
    'allowed_sizes',
    { allowedSizes: rule(['small']) },
    wanted('a'),
    wanted('a', { inputs: { size: 'medium' } }),
    'has the size medium',
  ],
  [
    'max_hourly_usd',
    { maxHourlyUsd: rule('0.0925') },
    wanted('a'),
    wanted('a', { inputs: { size: 'medium' } }),
    'costs $0.185 an hour',
  ],
  [
    'fail_on_unpriced',
    { failOnUnpriced: rule(true) },
    wanted('a'),
    wanted('a', { inputs: { size: 'huge' } }),
    'has no price',
  ],
];

function localContainer(): DesiredResource {
  return { ...wanted('a'), address: 'instance.a', kind: 'instance', engine: 'docker', provider: 'docker' };
}

test.each(CASES)('%s refuses what breaks it, and nothing else', (key, rules, kept, broken, says) => {
  const options = { policy: policy(rules) };
  expect(planFor([kept], null, options).refusals).toEqual([]);
  const { refusals } = planFor([broken], null, options);
  expect(refusals).toMatchObject([{ code: 'policy', rule: key, address: broken.address, source }]);
  expect(refusals[0]?.message).toContain('(helix.toml:1)');
  expect(refusals[0]?.message).toContain(says);
});

test('rules that are switched off refuse nothing', () => {
  const off = policy({ requireTtl: rule(false), failOnUnpriced: rule(false) });
  expect(planFor([wanted('a', { inputs: { size: 'huge' } })], null, { policy: off }).refusals).toEqual([]);
});

test('what stays as it is has to keep to the rules as well', () => {
  const { changes, refusals } = planFor([wanted('a')], state([recorded('a')]), {
    policy: policy({ allowedSizes: rule(['medium']), maxHourlyUsd: rule('0.01') }),
  });
  expect(changes).toEqual([]);
  expect(refusals.map((refusal) => refusal.rule)).toEqual(['allowed_sizes', 'max_hourly_usd']);
});

test('what goes, stays down or is only shown breaks no rule', () => {
  const strict = policy({ requireTtl: rule(true), allowedProviders: rule(['aws']) });
  const before = state([recorded('old')], [tombstone('down', 60)]);
  const desired = [wanted('down', { ttlSeconds: 60 }), wanted('shown', { readOnly: true })];
  const { changes, refusals } = planFor(desired, before, { policy: strict });
  expect(changes.map(({ action }) => action)).toEqual(['read', 'delete']);
  expect(refusals).toEqual([]);
  expect(planFor([wanted('old')], before, { mode: 'destroy', policy: strict }).refusals).toEqual([]);
});

test('each broken rule of each resource is a refusal of its own', () => {
  const { refusals } = planFor([wanted('a'), wanted('b')], null, {
    policy: policy({ requireTtl: rule(true), allowedRegions: rule(['eu-west-1']) }),
  });
  expect(refusals.map(({ address, rule: key }) => `${String(address)} ${String(key)}`)).toEqual([
    'cluster.a require_ttl',
    'cluster.a allowed_regions',
    'cluster.b require_ttl',
    'cluster.b allowed_regions',
  ]);
});
