import type { PolicyConfig, Rule } from '../config/config';
import { exceeds } from '../pricing/amounts';
import { unpricedParts } from '../pricing/plan-cost';
import type { CostPart, Rates } from '../pricing/rates';
import { exactDuration } from '../values/duration';
import { formatUsdRate } from '../values/money';
import { clusterSize } from '../resources/cluster';
import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import type { Situation } from './plan-context';
import type { Change, PlanMode, Refusal } from './plan';

/** A resource as a plan leaves it, with what a policy asks about. */
interface Subject extends Pick<Change, 'address' | 'kind' | 'provider' | 'region' | 'ttlSeconds'> {
  readonly place: string;
  readonly size: string | null;
  readonly hourly: string | null;
  readonly parts: readonly CostPart[];
}

/** What breaks the rules of `[policy]` among all that will be there after a plan. Taking down breaks none. */
export function policyRefusals(
  policy: PolicyConfig,
  plan: {
    readonly mode: PlanMode;
    readonly changes: readonly Change[];
    readonly unchanged: readonly Address[];
  },
  situation: Situation,
  rates: Rates,
): Refusal[] {
  const checks = CHECKS.filter(({ rule }) => policy[rule] !== null);
  if (plan.mode !== 'apply' || checks.length === 0) return [];
  const refusals: Refusal[] = [];
  for (const subject of subjects(plan, situation, rates)) {
    for (const { complain } of checks) refusals.push(...complain(subject, policy));
  }
  return refusals;
}

function* subjects(
  { changes, unchanged }: { changes: readonly Change[]; unchanged: readonly Address[] },
  { desired, records }: Situation,
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
  readonly complain: (subject: Subject, policy: PolicyConfig) => Refusal[];
}

const CHECKS: readonly PolicyCheck[] = [
  check('maxTtlSeconds', 'max_ttl', (subject, most) => {
    if (subject.ttlSeconds === null || subject.ttlSeconds <= most) return null;
    const [asked, limit] = [exactDuration(subject.ttlSeconds), exactDuration(most)];
    return [`has a ttl of ${asked}, longer than \`max_ttl\`, ${limit}`, `Write \`ttl = "${limit}"\`.`];
  }),
  check('requireTtl', 'require_ttl', (subject, required) => {
    if (!required || subject.ttlSeconds !== null || !isRented(subject)) return null;
    return ['has no `ttl`, and `require_ttl` asks for one', 'Add `ttl = "7d"`, or another time.'];
  }),
  check('allowedRegions', 'allowed_regions', ({ region }, allowed) => {
    if (region === null || allowed.includes(region)) return null;
    return [`is in ${region}, which is not among \`allowed_regions\``, `Allowed: ${allowed.join(', ')}.`];
  }),
  check('allowedProviders', 'allowed_providers', ({ provider }, allowed) => {
    if (provider === 'docker' || allowed.includes(provider)) return null;
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
      'Take a smaller one, or raise the limit.',
    ];
  }),
  check('failOnUnpriced', 'fail_on_unpriced', (subject, refused) => {
    const parts = subject.hourly === null ? [] : unpricedParts(subject);
    if (!refused || (subject.hourly !== null && parts.length === 0)) return null;
    const what = subject.hourly === null ? 'has no price' : `has no price for ${parts.join(', ')}`;
    return [`${what}, and \`fail_on_unpriced\` refuses that`, 'Take something that has a price.'];
  }),
];

/** A check of one rule: what it says of a subject, as the rest of a sentence and a hint; null when it is kept. */
function check<K extends keyof PolicyConfig>(
  rule: K,
  key: string,
  complaint: (
    subject: Subject,
    limit: NonNullable<PolicyConfig[K]>['value'],
  ) => readonly [says: string, hint: string] | null,
): PolicyCheck {
  return {
    rule,
    complain: (subject, policy) => {
      const found: Rule<NonNullable<PolicyConfig[K]>['value']> | null = policy[rule];
      const told = found && complaint(subject, found.value);
      if (!told) return [];
      const { address, place } = subject;
      const [says, hint] = told;
      const message = `${address}${place} ${says}`;
      return [{ code: 'policy', rule: key, address, message, hint, source: found.source }];
    },
  };
}

/** Clusters and machines that somebody is paid for: not containers of one's own. */
function isRented({ kind, provider }: Subject): boolean {
  return (kind === 'cluster' || kind === 'instance') && provider !== 'docker';
}

function placeText(source: Change['source']): string {
  return source === null ? '' : ` (${source.file}:${source.line})`;
}

/** The size of a cluster, where the file names one. */
function sizeIn({ address, kind }: Pick<Change, 'address' | 'kind'>, inputs: JsonObject): string | null {
  return kind === 'cluster' ? clusterSize(address, inputs) : null;
}
