import Decimal from 'decimal.js';
import { parseDuration } from '../../values/time/duration';
import type { BudgetConfig, PolicyConfig, Rule } from '../rule';
import type { TomlDocument } from '../text/document';
import type { HelixToml } from '../generated/helix';
import type { ProblemList } from '../validation/problems';

type BudgetTable = NonNullable<HelixToml['budget']>;
type PolicyTable = NonNullable<HelixToml['policy']>;

/** The rules that plans must obey. */
export interface Rules {
  readonly budget: BudgetConfig;
  readonly policy: PolicyConfig;
}

/** Reads the valid part of `[budget]` and `[policy]`. Without a document there are no rules. */
export function readRules(
  document: TomlDocument | null,
  { budget = {}, policy = {} }: { budget?: BudgetTable | undefined; policy?: PolicyTable | undefined },
  problems: ProblemList,
): Rules {
  const rule = <T>(path: readonly string[], value: T | undefined): Rule<T> | null => {
    if (value === undefined || document === null) return null;
    return { value, source: document.sourceOf(path, 'key') };
  };
  const inPolicy = <T>(key: keyof PolicyTable, value: T | undefined) => rule(['policy', key], value);
  return {
    budget: {
      monthlyUsd: rule(['budget', 'monthly_usd'], decimal(budget.monthly_usd)),
      maxIncreaseUsd: rule(['budget', 'max_increase_usd'], decimal(budget.max_increase_usd)),
    },
    policy: {
      maxTtlSeconds: inPolicy('max_ttl', longestTtl(document, policy.max_ttl, problems)),
      requireTtl: inPolicy('require_ttl', policy.require_ttl),
      allowedRegions: inPolicy('allowed_regions', policy.allowed_regions),
      allowedProviders: inPolicy('allowed_providers', policy.allowed_providers),
      allowedSizes: inPolicy('allowed_sizes', policy.allowed_sizes),
      maxHourlyUsd: inPolicy('max_hourly_usd', decimal(policy.max_hourly_usd)),
      failOnUnpriced: inPolicy('fail_on_unpriced', policy.fail_on_unpriced),
    },
  };
}

/** Returns the shortest decimal that means this number, without an exponent: as it is written. */
function decimal(amount: number | undefined): string | undefined {
  return amount === undefined ? undefined : new Decimal(amount).toFixed();
}

function longestTtl(
  document: TomlDocument | null,
  written: string | undefined,
  problems: ProblemList,
): number | undefined {
  if (written === undefined) return undefined;
  const duration = parseDuration(written);
  if (duration.ok) return duration.seconds;
  problems.error({
    code: 'bad-duration',
    message: duration.message,
    hint: duration.hint,
    place: () => document?.place(['policy', 'max_ttl'], 'value'),
  });
  return undefined;
}
