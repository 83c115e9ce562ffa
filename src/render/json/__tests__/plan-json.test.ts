import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import schema from '../../../../schemas/plan.schema.json';
import { CREATE, DELETE, KEPT, driftOf, NOTHING, REPLACE, SAMPLE, UPDATE } from '../../__tests__/plans';
import type { Plan } from '../../../plan/plan';
import type { JsonObject } from '../../../values/json';
import { UNKNOWN } from '../../../values/unknown';
import { renderPlanJson } from '../plan-json';

const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats(ajv);
const isValid = ajv.compile(schema);

const SECRETS: Plan = {
  ...NOTHING,
  changes: [
    {
      ...UPDATE,
      before: { env_vars: { TOKEN: 'secret:0a1b2c3d', MODE: 'literal:fast' } },
      after: { env_vars: { TOKEN: 'secret:ffffffff', MODE: 'literal:fast' } },
      attributes: [
        {
          path: 'env_vars.TOKEN',
          before: 'secret:0a1b2c3d',
          after: 'secret:ffffffff',
          forcesReplacement: false,
        },
      ],
    },
    { ...CREATE, address: 'instance.api', kind: 'instance', after: { image: UNKNOWN, ports: [80, UNKNOWN] } },
  ],
};

const TROUBLE: Plan = {
  ...NOTHING,
  changes: [
    REPLACE,
    { ...UPDATE, reason: 'import', after: { cluster_id: 'helix-staging' } },
    { ...CREATE, action: 'read' },
  ],
  unsupported: [CREATE],
  unresolved: ['cluster.lost'],
  unchanged: [{ address: 'cluster.quiet', digest: 'd' }],
  reads: [{ address: 'cluster.quiet', digest: null }],
  refusals: [{ code: 'protect', address: 'instance.api', message: 'm', hint: 'h', source: REPLACE.source }],
  drift: [
    { ...driftOf('a'), before: { size: 'small' }, type: 'gone' },
    { ...driftOf('b'), type: 'foreign', owner: 'bookshop/default/cluster.b' },
    {
      ...driftOf('c'),
      before: { size: 'small', db_config: { vector_config: { m: 16 } } },
      after: { size: 'medium', db_config: { vector_config: {} } },
      type: 'changed',
      attributes: [
        { path: 'size', before: 'small', after: 'medium', forcesReplacement: false },
        { path: 'db_config.vector_config.m', before: 16, after: undefined, forcesReplacement: false },
      ],
    },
  ],
  expiry: {
    down: [{ address: 'cluster.d', expiredAt: '2026-11-18T07:40:00Z' }],
    expired: [{ address: 'cluster.e', expiresAt: '2026-11-18T07:40:00Z' }],
    held: [{ address: 'image.f', because: 'dependant', by: 'instance.f' }],
    next: [],
  },
};

const DESTROY: Plan = { ...NOTHING, mode: 'destroy', changes: [{ ...DELETE, reason: 'destroy' }] };

test.each(Object.entries({ NOTHING, SAMPLE, SECRETS, TROUBLE, DESTROY }))(
  'the JSON of the plan %s is what its schema describes',
  (_name, plan) => {
    isValid(renderPlanJson(plan));
    expect(isValid.errors).toBeNull();
  },
);

test('the schema describes every key: an unknown one anywhere is refused', () => {
  const json = renderPlanJson(SAMPLE);
  expect(isValid({ ...json, more: 1 })).toBe(false);
  expect(isValid({ ...json, helix: { ...(json['helix'] as JsonObject), more: 1 } })).toBe(false);
});

test('actions and reasons are those of Terraform', () => {
  const kinds = changesOf(SAMPLE).map(({ change, action_reason }) => [change.actions, action_reason]);
  expect(kinds).toEqual([
    [['create'], undefined],
    [['update'], undefined],
    [['delete', 'create'], 'replace_because_cannot_update'],
    [['delete'], 'delete_because_no_resource_config'],
  ]);
  expect(changesOf(SAMPLE)[2]?.change.replace_paths).toEqual([['region']]);
  expect(changesOf(DESTROY)[0]).not.toHaveProperty('action_reason');
});

test('secrets are null and flagged on both sides, and that one changed can be seen', () => {
  const text = JSON.stringify(renderPlanJson(SECRETS));
  expect(text).not.toContain('secret:');
  const [update] = changesOf(SECRETS);
  expect(update?.change.after).toEqual({ env_vars: { TOKEN: null, MODE: 'fast' } });
  expect(update?.change.before_sensitive).toEqual({ env_vars: { TOKEN: true } });
  expect(update?.change.after_sensitive).toEqual({ env_vars: { TOKEN: true } });
  expect(update?.helix.attributes).toEqual([{ path: 'env_vars.TOKEN', forces_replacement: false }]);
});

test('what is known only after apply is left out and flagged', () => {
  const create = changesOf(SECRETS)[1];
  expect(create?.change.after).toEqual({ ports: [80, null] });
  expect(create?.change.after_unknown).toEqual({ image: true, ports: [false, true] });
});

test('a plan that changes nothing is not applicable; a refused one is errored; an unresolved one not complete', () => {
  const verdict = (plan: Plan) => {
    const { applyable, complete, errored } = renderPlanJson(plan);
    return { applyable, complete, errored };
  };
  expect(verdict(NOTHING)).toEqual({ applyable: false, complete: true, errored: false });
  expect(verdict(SAMPLE)).toEqual({ applyable: true, complete: true, errored: false });
  expect(verdict(TROUBLE)).toEqual({ applyable: false, complete: false, errored: true });
});

test('drift shows the whole resource on both sides, and nothing after what is gone', () => {
  const drift = renderPlanJson(TROUBLE)['resource_drift'] as unknown as readonly {
    provider_name: string;
    change: { actions: string[]; before: unknown; after: unknown };
  }[];
  expect(drift.map(({ change }) => change.actions)).toEqual([['delete'], ['delete'], ['update']]);
  expect(drift[0]?.change).toMatchObject({ before: { size: 'small' }, after: null });
  expect(drift[2]?.provider_name).toBe('helix-db.com/helix/helix-cloud');
  expect(drift[2]?.change.before).toEqual({ size: 'small', db_config: { vector_config: { m: 16 } } });
  expect(drift[2]?.change.after).toEqual({ size: 'medium', db_config: { vector_config: {} } });
});

test('money stands under the names of Infracost, as decimal text', () => {
  const helix = renderPlanJson(SAMPLE)['helix'] as JsonObject;
  expect(helix['cost']).toMatchObject({
    currency: 'USD',
    totalMonthlyCost: '423.40',
    pastTotalMonthlyCost: '238.06',
  });
  expect(changesOf(SAMPLE)[3]?.helix.cost).toMatchObject({ monthlyCost: null, pastMonthlyCost: '30.37' });
});

test('what stays as it is has the action no-op, the same on both sides, its effective size, and its cost', () => {
  const plan: Plan = { ...NOTHING, changes: [CREATE], kept: [KEPT] };
  const [, quiet] = changesOf(plan);
  expect(quiet?.change).toMatchObject({
    actions: ['no-op'],
    before: { size: 'small' },
    after: { size: 'small' },
  });
  expect(quiet?.helix).toMatchObject({
    action: 'no-op',
    cost: { monthlyCost: '67.53', diffMonthlyCost: '0.00' },
  });
  isValid(renderPlanJson(plan));
  expect(isValid.errors).toBeNull();
});

test('all that will exist is planned: what is created, what stays, and what this version cannot change', () => {
  const gone: Plan['unsupported'][number] = { ...UPDATE, address: 'cluster.old', name: 'old' };
  const plan: Plan = { ...NOTHING, changes: [CREATE, DELETE], kept: [KEPT], unsupported: [gone, REPLACE] };
  expect(plannedOf(plan)).toEqual([
    'cluster.production medium',
    'cluster.quiet small',
    'cluster.old small',
    'instance.api undefined',
  ]);
});

test('a plan of some targets is not complete', () => {
  expect(renderPlanJson({ ...SAMPLE, targets: ['cluster.staging'] })['complete']).toBe(false);
});

test('the configuration lists what is declared, with the values that are known and no secret', () => {
  const [update, create, quiet, ...more] = declaredIn({ ...SECRETS, kept: [KEPT] });
  expect(more).toEqual([]);
  expect(update?.expressions).toEqual({ env_vars: {} });
  expect(create?.expressions).toEqual({ image: {}, ports: {} });
  expect(quiet).toMatchObject({
    address: 'cluster.quiet',
    expressions: { size: { constant_value: 'small' } },
  });
  expect(declaredIn({ ...NOTHING, changes: [DELETE] })).toEqual([]);
});

test.each([
  ['aws', 'registry.terraform.io/hashicorp/aws'],
  ['azure', 'registry.terraform.io/azure/azapi'],
  ['docker', 'registry.terraform.io/kreuzwerker/docker'],
  ['helix-cloud', 'helix-db.com/helix/helix-cloud'],
])('the provider %s has the address %s', (provider, address) => {
  const plan: Plan = { ...NOTHING, changes: [{ ...CREATE, provider }] };
  expect(changesOf(plan)[0]?.provider_name).toBe(address);
  expect(changesOf(plan)[0]?.helix.provider).toBe(provider);
});

test('variables are shown as they are written, and references to the environment as objects', () => {
  const env = { LEVEL: 'literal:info', ODD: 'literal:env:PATH', TOKEN: 'env:API_TOKEN', SEEN: 'unknown' };
  const after = { env, secrets: { KEY: 'ssm:/a/key', WORD: 'env:WORD' } };
  const plan: Plan = { ...NOTHING, changes: [{ ...CREATE, address: 'instance.a', kind: 'instance', after }] };
  expect(changesOf(plan)[0]?.change.after).toEqual({
    env: { LEVEL: 'info', ODD: 'env:PATH', TOKEN: { env: 'API_TOKEN' }, SEEN: null },
    secrets: { KEY: 'ssm:/a/key', WORD: { env: 'WORD' } },
  });
});

interface ChangeJson {
  readonly provider_name: string;
  readonly action_reason?: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly helix: Readonly<Record<string, unknown>>;
}

function changesOf(plan: Plan): readonly ChangeJson[] {
  return renderPlanJson(plan)['resource_changes'] as unknown as readonly ChangeJson[];
}

function plannedOf(plan: Plan): readonly string[] {
  const { root_module: module } = renderPlanJson(plan)['planned_values'] as unknown as {
    root_module: { resources: readonly { address: string; values: { size?: string } }[] };
  };
  return module.resources.map(({ address, values }) => `${address} ${values.size}`);
}

function declaredIn(plan: Plan): readonly { readonly address: string; readonly expressions: object }[] {
  const { root_module: module } = renderPlanJson(plan)['configuration'] as unknown as {
    root_module: { resources: readonly { address: string; expressions: object }[] };
  };
  return module.resources;
}
