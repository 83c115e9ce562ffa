import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import schema from '../../../../schemas/plan.schema.json';
import { CREATE, DELETE, NOTHING, REPLACE, SAMPLE, UPDATE } from '../../__tests__/plans';
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
    { address: 'cluster.a', type: 'gone' },
    { address: 'cluster.b', type: 'foreign', owner: 'bookshop/default/cluster.b' },
    {
      address: 'cluster.c',
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
  expect(update?.change.after).toEqual({ env_vars: { TOKEN: null, MODE: 'literal:fast' } });
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

test('drift shows only what differs', () => {
  const drift = renderPlanJson(TROUBLE)['resource_drift'] as unknown as readonly {
    change: { actions: string[]; before: unknown; after: unknown };
  }[];
  expect(drift.map(({ change }) => change.actions)).toEqual([['delete'], ['delete'], ['update']]);
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

interface ChangeJson {
  readonly action_reason?: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly helix: Readonly<Record<string, unknown>>;
}

function changesOf(plan: Plan): readonly ChangeJson[] {
  return renderPlanJson(plan)['resource_changes'] as unknown as readonly ChangeJson[];
}
