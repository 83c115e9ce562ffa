import type { Plan } from '../../plan/plan';
import { UNKNOWN } from '../../values/unknown';
import { CREATE, DELETE, NOTHING, REPLACE, SAMPLE, UPDATE, cost, driftOf, hxFiles } from './plans';

export const EXPIRED: Plan = {
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

export const EMBEDDED: Plan = {
  ...NOTHING,
  endpoint: 'embedded',
  workspace: 'preview 7',
  targets: ['cluster.production'],
  changes: [{ ...CREATE, ttlSeconds: 3600, cost: cost({ ...CREATE.cost, untilExpiry: '0.19' }) }],
  cost: { ...SAMPLE.cost!, basis: 'sample', beforeMonthly: '0', afterMonthly: '1361', diffMonthly: '1361' },
};

export const FIRST_CREATE: Plan = {
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

export const NO_CHANGES: Plan = {
  ...NOTHING,
  unchanged: [{ address: 'cluster.production', digest: 'd' }],
  cost: { ...SAMPLE.cost!, beforeMonthly: '67.53', afterMonthly: '67.53', diffMonthly: '0' },
};

export const DATA_LOSS: Plan = {
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

export const REFUSED: Plan = {
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

/** A plan that a budget and a policy refuse, neither of which is about a resource that the file declares. */
export const BY_POLICY: Plan = {
  ...NOTHING,
  changes: [CREATE, UPDATE],
  budget: { monthlyUsd: '200', maxIncreaseUsd: null, override: null },
  cost: SAMPLE.cost,
  refusals: [
    {
      code: 'budget',
      address: null,
      message: '$423.40 a month is more than the budget of $200.00',
      hint: 'Choose smaller sizes, or give a reason with `--override-budget`.',
      source: { file: 'helix.toml', line: 3, column: 1 },
    },
    {
      code: 'policy',
      rule: 'allowed_sizes',
      address: 'cluster.production',
      message: 'cluster.production: size medium is not one of small, large',
      hint: 'The rule is `allowed_sizes` of `[policy]`.',
      source: { file: 'helix.toml', line: 9, column: 1 },
    },
  ],
};

export const UNSUPPORTED: Plan = {
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

export const FOUND: Plan = {
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

/** A text with what could do something in a page, a comment, a shell or a terminal. */
export const EVIL =
  '</code></script><img src=x onerror=alert(1)>|`$(touch pwned)` @octocat #1 [x](https://evil.example)\u001b[31m\u202e\n# h';

/** A plan whose every text of others is hostile. */
export const HOSTILE: Plan = {
  ...NOTHING,
  project: EVIL,
  workspace: EVIL,
  changes: [
    {
      ...UPDATE,
      address: `cluster.${EVIL}`,
      name: EVIL,
      region: EVIL,
      source: { file: EVIL, line: 1, column: 1 },
      before: { note: EVIL, script: 'a\n```\n</details>\n@octocat\n' },
      after: { note: `${EVIL}!`, script: 'a\n</pre><script>alert(1)</script>\n/close\n' },
      attributes: [
        { path: `note.${EVIL}`, before: EVIL, after: `${EVIL}!`, forcesReplacement: false },
        {
          path: 'script',
          before: 'a\n```\n</details>\n@octocat\n',
          after: 'a\n</pre><script>alert(1)</script>\n/close\n',
          forcesReplacement: false,
        },
      ],
    },
    { ...DELETE, address: `instance.${EVIL}`, name: EVIL, before: { key: EVIL } },
  ],
  refusals: [
    {
      code: 'policy',
      rule: EVIL,
      address: null,
      message: EVIL,
      hint: EVIL,
      source: { file: EVIL, line: 2, column: 1 },
    },
  ],
  drift: [{ ...driftOf('other'), type: 'foreign', owner: EVIL }],
  unresolved: [`cluster.${EVIL}`],
  expiry: { ...NOTHING.expiry, next: [{ address: `cluster.${EVIL}`, expiresAt: '2026-11-24T13:40:00Z' }] },
};

/** A plan with one value of several lines that changes in two places. */
export const MULTI_LINE: Plan = {
  ...NOTHING,
  changes: [
    {
      ...UPDATE,
      attributes: [
        {
          path: 'script',
          before: 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n',
          after: 'one\n2\nthree\nfour\nfive\nsix\nseven\n8\n',
          forcesReplacement: false,
        },
      ],
    },
  ],
};

/** A plan over its budget, which a reason allows. */
export const OVER_BUDGET: Plan = {
  ...SAMPLE,
  budget: {
    monthlyUsd: '400',
    maxIncreaseUsd: '100',
    override: { reason: 'load test, agreed with Ada', broken: ['$423.40 a month is more than $400.00'] },
  },
};

/** A plan with an operation that never ended. */
export const UNRESOLVED: Plan = { ...NOTHING, unresolved: ['cluster.lost', 'instance.half'] };

/** A plan of many changes of each kind, each with a price, in chains of dependencies. */
export function manyChanges(count: number): Plan {
  const changes = Array.from({ length: count }, (_, index): Plan['changes'][number] => {
    const base = [CREATE, UPDATE, REPLACE, DELETE][index % 4] ?? CREATE;
    const name = `${base.name}-${index}`;
    return {
      ...base,
      name,
      address: `${base.kind}.${name}`,
      // In each forty the first instance needs nothing, and the seven after it need it or one another.
      dependsOn: needsOf(index),
    };
  });
  return { ...SAMPLE, changes };
}

function needsOf(index: number): Plan['changes'][number]['dependsOn'] {
  const place = index % 40;
  if (place === 0 || place > 7) return [];
  return place < 4 ? [`cluster.production-${index - place}`] : [`instance.old-${index - place + 3}`];
}
