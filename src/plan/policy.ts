import type { PolicyConfig, Rule } from '../config/rule';
import { exceeds } from '../pricing/amounts';
import { unpricedParts } from '../pricing/plan-cost';
import type { CostPart, Rates } from '../pricing/rates';
import { exactDuration } from '../values/time/duration';
import { formatUsdRate } from '../values/money';
import { clusterSize } from '../resources/cluster';
import type { JsonObject } from '../values/json';
import { CONTAINER_PROVIDER } from '../values/resource';
import type { Address } from '../values/resource';
import type { PlanContext } from './plan-context';
import type { Change, PlanMode, Refusal } from './plan';

/** A resource as a plan leaves it, with the facts that policies are about. */
interface Subject extends Pick<Change, 'address' | 'kind' | 'provider' | 'region' | 'ttlSeconds'> {
  readonly place: string;
  readonly size: string | null;
  readonly hourly: string | null;
  readonly parts: readonly CostPart[];
}

/** Returns the violations of `[policy]` by the resources that exist after a plan. A deletion violates no rule. */
export function policyRefusals(
  policy: PolicyConfig,
  plan: {
    readonly mode: PlanMode;
    readonly changes: readonly Change[];
    readonly unchanged: readonly Address[];
  },
  context: PlanContext,
  rates: Rates,
): Refusal[] {
  const checks = CHECKS.filter(({ rule }) => policy[rule] !== null);
  if (plan.mode !== 'apply' || checks.length === 0) return [];
  const refusals: Refusal[] = [];
  for (const subject of subjects(plan, context, rates)) {
    for (const { violations } of checks) refusals.push(...violations(subject, policy));
  }
  return refusals;
}

function* subjects(
  { changes, unchanged }: { changes: readonly Change[]; unchanged: readonly Address[] },
  { desired, records }: PlanContext,
  rates: Rates,
): Generator<Subject> {
  for (const change of changes) {
    if (change.after === null || change.action === 'read') continue;
    const { cost, after, source } = change;
    yield {
      ...change,
      place: placeText(source),
      size: sizeIn(change, after) ?? cost?.pricedAs.after ?? null,
      hourly: cost?.afterHourly ?? null,
      parts: cost?.parts.after ?? [],
    };
  }
  for (const address of unchanged) {
    const [resource, record] = [desired.get(address), records.get(address)];
    if (resource === undefined || record === undefined) continue;
    const { hourly, parts, pricedAs } = rates(record);
    const size = sizeIn(record, record.inputs) ?? pricedAs;
    yield { ...resource, place: placeText(resource.source), size, hourly, parts };
  }
}

interface PolicyCheck {
  readonly rule: keyof PolicyConfig;
  readonly violations: (subject: Subject, policy: PolicyConfig) => Refusal[];
}

const CHECKS: readonly PolicyCheck[] = [
  check('maxTtlSeconds', 'max_ttl', (subject, most) => {
    if (subject.ttlSeconds === null || subject.ttlSeconds <= most) return null;
    const [asked, limit] = [exactDuration(subject.ttlSeconds), exactDuration(most)];
    return [`has a ttl of ${asked}, longer than \`max_ttl\`, ${limit}`, `Write \`ttl = "${limit}"\`.`];
  }),
  check('requireTtl', 'require_ttl', (subject, required) => {
    if (!required || subject.ttlSeconds !== null || !isRented(subject)) return null;
    return ['has no `ttl`, and `require_ttl` requires one', 'Add `ttl = "7d"`, or another time.'];
  }),
  check('allowedRegions', 'allowed_regions', ({ region }, allowed) => {
    if (region === null || allowed.includes(region)) return null;
    return [`is in ${region}, which is not among \`allowed_regions\``, `Allowed: ${allowed.join(', ')}.`];
  }),
  check('allowedProviders', 'allowed_providers', ({ provider }, allowed) => {
    if (provider === CONTAINER_PROVIDER || allowed.includes(provider)) return null;
    return [`is on ${provider}, which is not among \`allowed_providers\``, `Allowed: ${allowed.join(', ')}.`];
  }),
  check('allowedSizes', 'allowed_sizes', ({ kind, size }, allowed) => {
    if (kind !== 'cluster' || size === null || allowed.includes(size)) return null;
    return [`has the size ${size}, which is not among \`allowed_sizes\``, `Allowed: ${allowed.join(', ')}.`];
  }),
  check('maxHourlyUsd', 'max_hourly_usd', ({ hourly }, most) => {
    if (hourly === null || !exceeds(hourly, most)) return null;
    return [
      `costs ${formatUsdRate(hourly)} an hour, more than \`max_hourly_usd\`, ${formatUsdRate(most)}`,
      'Use a smaller one, or raise the limit.',
    ];
  }),
  check('failOnUnpriced', 'fail_on_unpriced', (subject, refused) => {
    const parts = subject.hourly === null ? [] : unpricedParts(subject);
    if (!refused || (subject.hourly !== null && parts.length === 0)) return null;
    const what = subject.hourly === null ? 'has no price' : `has no price for ${parts.join(', ')}`;
    return [`${what}, and \`fail_on_unpriced\` refuses that`, 'Use a machine that has a price.'];
  }),
];

/** A check of one rule. `violation` returns the rest of a sentence about the subject, and a hint; null without a violation. */
function check<K extends keyof PolicyConfig>(
  rule: K,
  key: string,
  violation: (
    subject: Subject,
    limit: NonNullable<PolicyConfig[K]>['value'],
  ) => readonly [predicate: string, hint: string] | null,
): PolicyCheck {
  return {
    rule,
    violations: (subject, policy) => {
      const found: Rule<NonNullable<PolicyConfig[K]>['value']> | null = policy[rule];
      const violated = found && violation(subject, found.value);
      if (!violated) return [];
      const { address, place } = subject;
      const [predicate, hint] = violated;
      const message = `${address}${place} ${predicate}`;
      return [{ code: 'policy', rule: key, address, message, hint, source: found.source }];
    },
  };
}

/** Whether it is a cluster or a machine that somebody is paid for, not a container on the host. */
function isRented({ kind, provider }: Subject): boolean {
  return (kind === 'cluster' || kind === 'instance') && provider !== CONTAINER_PROVIDER;
}

function placeText(source: Change['source']): string {
  return source === null ? '' : ` (${source.file}:${source.line})`;
}

/** The size of a cluster, if the file names one. */
function sizeIn({ address, kind }: Pick<Change, 'address' | 'kind'>, inputs: JsonObject): string | null {
  return kind === 'cluster' ? clusterSize(address, inputs) : null;
}
