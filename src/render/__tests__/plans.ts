import type { ChangeCost } from '../../pricing/cost';
import type {
  CreateChange,
  DeleteChange,
  KeptResource,
  Plan,
  ReplaceChange,
  UpdateChange,
} from '../../plan/plan';

/** A plan of nothing; tests name what differs. */
export const NOTHING: Plan = {
  format: 1,
  digest: 'helix1:3f9ac2...',
  mode: 'apply',
  project: 'papertrail',
  workspace: 'default',
  endpoint: 'https://cloud.helix-db.com',
  configDigest: 'c0',
  targets: [],
  changes: [],
  kept: [],
  unchanged: [],
  reads: [],
  unsupported: [],
  unresolved: [],
  refusals: [],
  drift: [],
  stopped: [],
  expiry: { down: [], expired: [], held: [], next: [] },
  cost: null,
  about: {
    helixVersion: '0.1.0',
    now: '2026-11-18T09:40:00Z',
    lineage: '11111111-2222-3333-4444-555555555555',
    serial: 41,
    recordedAt: '2026-11-18T09:12:00Z',
    regionsAt: '2026-11-18T06:00:00Z',
    pricesAt: '2026-07-20',
    priceBooks: [],
    autoChoices: [],
  },
};

/** The keys that every drift of a cluster has. */
export function driftOf(name: string) {
  const address = `cluster.${name}` as const;
  return { address, kind: 'cluster', name, provider: 'helix-cloud', before: {}, after: null } as const;
}

const CLUSTER = {
  address: 'cluster.production',
  kind: 'cluster',
  name: 'production',
  engine: 'helix-cloud',
  provider: 'helix-cloud',
  region: 'us-east-1',
  source: { file: 'helix.toml', line: 9, column: 1 },
  dependsOn: [],
  cost: null,
  expiresAt: null,
  ttlSeconds: null,
} as const;

export const KEPT: KeptResource = {
  ...CLUSTER,
  address: 'cluster.quiet',
  name: 'quiet',
  action: 'no-op',
  before: { region: 'us-east-1', size: null, queries: {} },
  after: { region: 'us-east-1', size: null, queries: {} },
  protect: true,
  cost: cost({
    beforeHourly: '0.0925',
    afterHourly: '0.0925',
    beforeMonthly: '67.53',
    afterMonthly: '67.53',
    diffMonthly: '0',
    pricedAs: { before: 'small', after: 'small' },
  }),
};

const INSTANCE = { ...CLUSTER, kind: 'instance', engine: 'terraform', provider: 'aws' } as const;

export const CREATE: CreateChange = {
  ...CLUSTER,
  action: 'create',
  before: null,
  after: { region: 'us-east-1', size: 'medium', build_mode: 'release', queries: hxFiles(12) },
  protect: false,
  reason: 'new',
  cost: cost({ afterHourly: '0.185', afterMonthly: '135.05', diffMonthly: '135.05' }),
};

export const UPDATE: UpdateChange = {
  ...CLUSTER,
  address: 'cluster.staging',
  name: 'staging',
  source: { file: 'helix.toml', line: 21, column: 1 },
  action: 'update',
  before: { region: 'us-east-1', size: 'small', queries: hxFiles(12) },
  after: {
    region: 'us-east-1',
    size: 'medium',
    queries: { ...hxFiles(12), 'queries.hx': 'edited', 'schema.hx': 'edited' },
  },
  attributes: [
    {
      path: 'queries',
      before: hxFiles(12),
      after: { ...hxFiles(12), 'queries.hx': 'edited', 'schema.hx': 'edited' },
      forcesReplacement: false,
    },
    { path: 'size', before: 'small', after: 'medium', forcesReplacement: false },
  ],
  protect: false,
  reason: 'changed',
  cost: cost({
    beforeHourly: '0.0925',
    afterHourly: '0.185',
    beforeMonthly: '67.53',
    afterMonthly: '135.05',
    diffMonthly: '67.52',
    untilExpiry: '27.38',
  }),
  expiresAt: '2026-11-24T13:40:00Z',
  ttlSeconds: 604_800,
};

export const REPLACE: ReplaceChange = {
  ...INSTANCE,
  address: 'instance.api',
  name: 'api',
  region: 'eu-west-1',
  source: { file: 'Blueprint.toml', line: 14, column: 1 },
  action: 'replace',
  before: { region: 'us-east-1', instance_type: 'm6i.xlarge' },
  after: { region: 'eu-west-1', instance_type: 'm6i.xlarge' },
  attributes: [{ path: 'region', before: 'us-east-1', after: 'eu-west-1', forcesReplacement: true }],
  protect: false,
  losesData: false,
  cost: cost({
    beforeHourly: '0.192',
    afterHourly: '0.21',
    beforeMonthly: '140.16',
    afterMonthly: '153.30',
    diffMonthly: '13.14',
  }),
};

export const DELETE: DeleteChange = {
  ...INSTANCE,
  address: 'instance.old',
  name: 'old',
  source: null,
  action: 'delete',
  before: { region: 'us-east-1', instance_type: 't3.medium' },
  after: null,
  losesData: false,
  reason: 'no-longer-declared',
  cost: cost({ beforeHourly: '0.0416', beforeMonthly: '30.37', diffMonthly: '-30.37' }),
};

/** The plan of the design: one change of each kind. */
export const SAMPLE: Plan = {
  ...NOTHING,
  changes: [CREATE, UPDATE, REPLACE, DELETE],
  expiry: {
    down: [{ address: 'cluster.preview', expiredAt: '2026-11-18T07:40:00Z' }],
    expired: [],
    held: [],
    next: [{ address: 'cluster.staging', expiresAt: '2026-11-24T13:40:00Z' }],
  },
  cost: {
    beforeMonthly: '238.06',
    afterMonthly: '423.40',
    diffMonthly: '185.34',
    beforeHourly: '0.3261',
    afterHourly: '0.58',
    unpriced: [],
    partlyUnpriced: [],
    byUse: [],
    spotSavingMonthly: '0',
    basis: 'prices',
  },
};

export function cost(known: Partial<ChangeCost>): ChangeCost {
  return {
    beforeHourly: null,
    afterHourly: null,
    beforeMonthly: null,
    afterMonthly: null,
    diffMonthly: null,
    untilExpiry: null,
    pricedAs: { before: null, after: null },
    parts: { before: [], after: [] },
    spotSavingMonthly: null,
    ...known,
  };
}

export function hxFiles(count: number): Record<string, string> {
  const names = ['queries.hx', 'schema.hx', ...Array.from({ length: count }, (_, index) => `q${index}.hx`)];
  return Object.fromEntries(names.slice(0, count).map((name, index) => [name, `digest ${index}`]));
}
