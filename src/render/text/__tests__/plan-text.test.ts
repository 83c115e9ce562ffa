import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CREATE,
  DELETE,
  NOTHING,
  REPLACE,
  SAMPLE,
  UPDATE,
  cost,
  hxFiles,
  driftOf,
} from '../../__tests__/plans';
import type { Plan } from '../../../plan/plan';
import { UNKNOWN } from '../../../values/unknown';
import { PLAIN_STYLE } from '../../style';
import { renderPlan } from '../plan-text';

const EXPIRED: Plan = {
  ...NOTHING,
  mode: 'expired',
  changes: [
    {
      ...DELETE,
      address: 'instance.preview',
      source: { file: 'helix.toml', line: 30, column: 1 },
      reason: 'expired',
      expiresAt: '2026-11-18T07:40:00Z',
    },
  ],
  expiry: {
    down: [],
    expired: [{ address: 'instance.preview', expiresAt: '2026-11-18T07:40:00Z' }],
    held: [
      { address: 'cluster.vault', because: 'protect', by: null },
      { address: 'image.api', because: 'dependant', by: 'instance.api' },
      { address: 'registry_repo.api', because: 'keeps', by: null },
    ],
    next: [
      { address: 'cluster.staging', expiresAt: '2026-11-24T13:40:00Z' },
      { address: 'cluster.demo', expiresAt: '2026-12-01T00:00:00Z' },
    ],
  },
};

const EMBEDDED: Plan = {
  ...NOTHING,
  endpoint: 'embedded',
  workspace: 'preview 7',
  targets: ['cluster.production'],
  changes: [{ ...CREATE, ttlSeconds: 3600, cost: cost({ ...CREATE.cost, untilExpiry: '0.19' }) }],
  cost: { ...SAMPLE.cost!, basis: 'sample', beforeMonthly: '0', afterMonthly: '1361', diffMonthly: '1361' },
};

const FIRST_CREATE: Plan = {
  ...NOTHING,
  about: { ...NOTHING.about, lineage: null, serial: 0, recordedAt: null, regionsAt: null, pricesAt: null },
  changes: [
    {
      ...CREATE,
      cost: cost({ pricedAs: { before: null, after: 'small' } }),
      after: { size: null, queries: hxFiles(1) },
    },
  ],
  cost: {
    ...SAMPLE.cost!,
    beforeMonthly: '0',
    afterMonthly: '0',
    diffMonthly: '0',
    unpriced: ['cluster.production'],
  },
};

const NO_CHANGES: Plan = {
  ...NOTHING,
  unchanged: [{ address: 'cluster.production', digest: 'd' }],
  cost: { ...SAMPLE.cost!, beforeMonthly: '67.53', afterMonthly: '67.53', diffMonthly: '0' },
};

const DATA_LOSS: Plan = {
  ...NOTHING,
  changes: [
    {
      ...UPDATE,
      action: 'replace',
      losesData: true,
      after: { ...UPDATE.after, region: 'eu-west-1' },
      region: 'eu-west-1',
      attributes: [
        { path: 'region', before: 'us-east-1', after: 'eu-west-1', forcesReplacement: true },
        {
          path: 'db_config.vector_config.ef_construction',
          before: 128,
          after: 256,
          forcesReplacement: false,
        },
      ],
      expiresAt: null,
      source: { file: 'deploy/very/deep/inside/the/repository/helix.toml', line: 120, column: 1 },
    },
  ],
};

const REFUSED: Plan = {
  ...NOTHING,
  changes: [REPLACE],
  refusals: [
    {
      code: 'protect',
      address: 'instance.api',
      message: 'instance.api is protected, and this plan would replace it',
      hint: 'Take `protect = true` out of its table if that is what you want.',
      source: { file: 'Blueprint.toml', line: 17, column: 1 },
    },
  ],
};

const UNSUPPORTED: Plan = {
  ...NOTHING,
  unsupported: [
    {
      ...CREATE,
      address: 'instance.gpu',
      kind: 'instance',
      engine: 'terraform',
      provider: 'aws',
      after: { gpu_count: 1, image: UNKNOWN, ports: [8000, 22] },
      cost: cost({
        afterHourly: '1.006',
        afterMonthly: '734.38',
        pricedAs: { before: null, after: 'g5.xlarge' },
      }),
    },
  ],
};

const FOUND: Plan = {
  ...NOTHING,
  changes: [
    { ...CREATE, reason: 'gone' },
    { ...UPDATE, reason: 'drift', expiresAt: '2026-11-18T09:00:00Z' },
    { ...CREATE, address: 'cluster.back', reason: 'renewed' },
    { ...UPDATE, address: 'cluster.half', reason: 'repair', attributes: [], cost: null, expiresAt: null },
    { ...UPDATE, address: 'cluster.theirs', reason: 'import', attributes: [], cost: null, expiresAt: null },
    {
      ...CREATE,
      address: 'cluster.corp',
      action: 'read',
      region: null,
      provider: 'enterprise',
      cost: null,
      after: {},
    },
  ],
  drift: [
    { ...driftOf('production'), type: 'gone' },
    { ...driftOf('staging'), type: 'changed', attributes: [UPDATE.attributes[1]!] },
    { ...driftOf('other'), type: 'foreign', owner: 'bookshop/default/cluster.other' },
  ],
  stopped: ['cluster.idle'],
  unresolved: ['cluster.lost'],
  expiry: {
    ...NOTHING.expiry,
    expired: [{ address: 'cluster.late', expiresAt: '2026-11-18T09:10:00Z' }],
  },
};

const goldens: Record<string, [Plan, { full?: boolean; color?: boolean; width?: number }?]> = {
  sample: [SAMPLE],
  'sample-color': [SAMPLE, { color: true }],
  'sample-full': [SAMPLE, { full: true }],
  'sample-narrow': [SAMPLE, { width: 50 }],
  'sample-wide': [SAMPLE, { width: 200 }],
  'first-create': [FIRST_CREATE],
  'no-changes': [NO_CHANGES],
  'data-loss': [DATA_LOSS],
  expired: [EXPIRED],
  refused: [REFUSED],
  unsupported: [UNSUPPORTED],
  embedded: [EMBEDDED],
  found: [FOUND],
  destroy: [
    { ...NOTHING, mode: 'destroy', changes: [{ ...DELETE, reason: 'destroy', source: CREATE.source }] },
  ],
};

test.each(Object.entries(goldens))(
  'the plan "%s" reads as it stands in its golden file',
  (name, [plan, how]) => {
    const { full = false, ...style } = how ?? {};
    expect(renderPlan(plan, { ...PLAIN_STYLE, ...style }, { full })).toBe(golden(name));
  },
);

function golden(name: string): string {
  return readFileSync(join(__dirname, '__golden__', `${name}.txt`), 'utf8');
}
