import { readConfig } from '../../read-config';

const PROJECT = '[project]\nname = "shop"\n[local.a]\n';

function rulesOf(text: string) {
  const { config, problems } = readConfig(
    { helixToml: { file: 'helix.toml', text: PROJECT + text } },
    { environment: null, helixCloudUrl: null },
  );
  if (config === null) throw new Error(JSON.stringify(problems));
  return { ...config.budget, ...config.policy };
}

test('without the tables there are no rules', () => {
  expect(Object.values(rulesOf('')).every((rule) => rule === null)).toBe(true);
});

test('an amount of money stays the decimal that is written, never a float', () => {
  const rules = rulesOf(
    '[budget]\nmonthly_usd = 250.10\nmax_increase_usd = 1e3\n[policy]\nmax_hourly_usd = 0.1',
  );
  expect(rules.monthlyUsd?.value).toBe('250.1');
  expect(rules.maxIncreaseUsd?.value).toBe('1000');
  expect(rules.maxHourlyUsd?.value).toBe('0.1');
});

test('each rule has the line of its key', () => {
  const rules = rulesOf(
    '[policy]\nrequire_ttl = true\nmax_ttl = "2w"\nallowed_regions = [\n "us-east-1",\n]\n',
  );
  expect(rules.requireTtl).toEqual({ value: true, source: { file: 'helix.toml', line: 5, column: 1 } });
  expect(rules.maxTtlSeconds).toMatchObject({ value: 1_209_600, source: { line: 6 } });
  expect(rules.allowedRegions).toMatchObject({ value: ['us-east-1'], source: { line: 7 } });
});
