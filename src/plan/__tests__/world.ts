import type { DesiredResource } from '../../graph/desired-state';
import { lockedRates } from '../../pricing/rates';
import type { ResourceRecord, State, Tombstone } from '../../state/state';
import { digestOf } from '../../values/digest';
import type { JsonObject } from '../../values/json';
import { makePlan } from '../make-plan';
import type { PlanInput } from '../make-plan';
import type { Plan } from '../plan';

/** "Now" of every plan in these tests. */
export const NOW = '2026-11-18T09:40:00.000Z';
export const ENDPOINT = 'https://cloud.example';

const APPLIED = { by: 'ada@host', at: '2026-11-18T09:12:00.000Z', commit: null, planDigest: null };
const CLUSTER = {
  endpoint: ENDPOINT,
  region: 'us-east-1',
  size: 'small',
  build_mode: 'release',
  queries: {},
};

/** A declared cluster; `inputs` are added to ordinary ones. */
export function wanted(
  name: string,
  { inputs = {}, ...rest }: Partial<Omit<DesiredResource, 'inputs'>> & { inputs?: JsonObject } = {},
): DesiredResource {
  const all = { ...CLUSTER, cluster_id: `id-${name}`, ...inputs };
  return {
    address: `cluster.${name}`,
    kind: 'cluster',
    name,
    engine: 'helix-cloud',
    provider: 'helix-cloud',
    region: all.region,
    dependsOn: [],
    protect: false,
    ttlSeconds: null,
    readOnly: false,
    scope: 'shared',
    source: { file: 'helix.toml', line: 1, column: 1 },
    inputs: all,
    inputsDigest: digestOf(all),
    ...rest,
  };
}

/** The same cluster as it stands in the state. */
export function recorded(
  name: string,
  { inputs = {}, ...rest }: Partial<Omit<ResourceRecord, 'inputs'>> & { inputs?: JsonObject } = {},
): ResourceRecord {
  const { readOnly: _, scope: __, source: ___, ...desired } = wanted(name, { inputs });
  return {
    ...desired,
    outputs: {},
    createdAt: '2026-11-17T09:40:00.000Z',
    renewedAt: null,
    renewedForSeconds: null,
    expiresAt: null,
    status: 'ready',
    applied: APPLIED,
    ...rest,
  };
}

export function tombstone(name: string, ttlSeconds: number, lifted: Tombstone['lifted'] = null): Tombstone {
  const [expiredAt, destroyedAt] = ['2026-11-18T07:40:00.000Z', '2026-11-18T07:41:00.000Z'];
  return { address: `cluster.${name}`, expiredAt, destroyedAt, ttlSeconds, lifted, applied: APPLIED };
}

export function state(
  resources: readonly ResourceRecord[],
  tombstones: readonly Tombstone[] = [],
  open: State['open'] = [],
): State {
  return {
    format: 1,
    lineage: 'lineage-1',
    serial: 41,
    project: 'papertrail',
    workspace: 'default',
    open,
    updatedAt: '2026-11-18T09:12:00.000Z',
    resources: Object.fromEntries(resources.map((record) => [record.address, record])),
    tombstones: Object.fromEntries(tombstones.map((entry) => [entry.address, entry])),
  };
}

export function planFor(
  desired: readonly DesiredResource[],
  recordedState: State | null,
  options: Partial<Omit<PlanInput, 'desired' | 'state'>> = {},
): Plan {
  return makePlan({
    mode: 'apply',
    project: 'papertrail',
    workspace: 'default',
    endpoint: ENDPOINT,
    configDigest: 'config-1',
    observations: new Map(),
    targets: [],
    secrets: null,
    basis: 'prices',
    now: NOW,
    helixVersion: '0.0.0',
    regionsAt: null,
    pricesAt: null,
    priceBooks: [],
    autoChoices: [],
    isApplied: ({ engine }) => engine === 'helix-cloud',
    ...NO_RULES,
    overrideBudget: null,
    rates: lockedRates(LOCK, ENDPOINT),
    ...options,
    desired: { resources: desired, ttlPolicies: [] },
    state: recordedState,
  });
}

/** The rules of a project without a `[budget]` and a `[policy]`. */
export const NO_RULES = {
  budget: { monthlyUsd: null, maxIncreaseUsd: null },
  policy: {
    maxTtlSeconds: null,
    requireTtl: null,
    maxHourlyUsd: null,
    failOnUnpriced: null,
    allowedRegions: null,
    allowedProviders: null,
    allowedSizes: null,
  },
} as const;

/** `create cluster.a`, ... */
export function verbs(plan: Plan): string[] {
  return plan.changes.map(({ action, address }) => `${action} ${address}`);
}

export const LOCK = {
  format: 1,
  choices: {},
  helixCloud: {
    endpoint: ENDPOINT,
    fetchedAt: '2026-11-18T00:00:00.000Z',
    regions: ['us-east-1', 'eu-west-1'].map((id) => ({
      id,
      default: id === 'us-east-1',
      sizes: [
        { id: 'small', vcpu: 1, memoryGb: 2, usdPerHour: '0.0925', default: true },
        { id: 'medium', vcpu: 2, memoryGb: 4, usdPerHour: '0.185', default: false },
      ],
    })),
  },
} as const;
