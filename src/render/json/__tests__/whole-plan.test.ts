import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import Decimal from 'decimal.js';
import fc from 'fast-check';
import schema from '../../../../schemas/plan.schema.json';
import { NOW, planFor, recorded, state, wanted } from '../../../plan/__tests__/world';
import type { Observation } from '../../../state/observation';
import type { Address } from '../../../values/resource';
import { renderPlanJson } from '../plan-json';

interface Entry {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly before: unknown; readonly after: unknown };
  readonly helix: { readonly cost: { readonly monthlyCost: string | null } | null };
}

interface PlanJson {
  readonly planned_values: { readonly root_module: { readonly resources: readonly Entry[] } };
  readonly resource_changes: readonly Entry[];
  readonly helix: {
    readonly unsupported: readonly Entry[];
    readonly cost: { readonly totalMonthlyCost: string } | null;
  };
}

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
addFormats(ajv);
const isValid = ajv.compile(schema);

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const HOUR = 3600;

/** A resource that a project declares, records, or both. */
const anyResource = fc.record({
  declared: fc.boolean(),
  isRecorded: fc.boolean(),
  size: fc.constantFrom('small', 'medium', null),
  recordedSize: fc.constantFrom('small', 'medium', null),
  isElsewhere: fc.boolean(),
  expiresAt: fc.constantFrom(null, '2026-11-18T07:00:00.000Z', '2026-11-19T07:00:00.000Z'),
  engine: fc.constantFrom('helix-cloud', 'helix-cloud', 'unknown-engine'),
  seen: fc.constantFrom('same', 'gone', 'unasked'),
});

const anyWorld = fc.record({
  resources: fc.array(anyResource, { minLength: NAMES.length, maxLength: NAMES.length }),
  mode: fc.constantFrom('apply', 'destroy', 'expired'),
  hasTarget: fc.boolean(),
});

type World = typeof anyWorld extends fc.Arbitrary<infer T> ? T : never;

function planOfWorld({ resources, mode, hasTarget }: World) {
  const named = resources.map((one, index) => ({ ...one, name: NAMES[index]! }));
  const desired = named.flatMap(({ declared, name, size, engine, expiresAt }) =>
    declared ? [wanted(name, { inputs: { size }, engine, ttlSeconds: expiresAt && HOUR })] : [],
  );
  const records = named.flatMap(({ isRecorded, name, recordedSize, isElsewhere, engine, expiresAt }) => {
    const region = isElsewhere ? 'eu-west-1' : 'us-east-1';
    const inputs = { size: recordedSize, region };
    const ttl = { ttlSeconds: expiresAt && HOUR, expiresAt };
    return isRecorded ? [recorded(name, { inputs, engine, ...ttl })] : [];
  });
  const observations = new Map<Address, Observation>();
  for (const { name, seen, isRecorded } of named) {
    if (isRecorded && seen === 'gone') observations.set(`cluster.${name}`, { state: 'gone' });
  }
  const first = [...desired, ...records][0];
  const targets = hasTarget && first !== undefined ? [first.address] : [];
  const plan = planFor(desired, state(records), { mode, targets, observations });
  return { json: renderPlanJson(plan) as unknown as PlanJson, plan, records, observations };
}

test('all that exists or will is in the JSON of any plan, and what it costs adds up to the total', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { json, plan, records, observations } = planOfWorld(world);
      isValid(json);
      expect(isValid.errors).toBeNull();

      const entries = [...json.resource_changes, ...json.helix.unsupported];
      const addresses = entries.map(({ address }) => address);
      expect(new Set(addresses).size).toBe(addresses.length);

      const existing = records.map(({ address }) => address).filter((one) => !observations.has(one));
      expect(addresses).toEqual(expect.arrayContaining(existing));
      const made = plan.changes.filter(({ action }) => action === 'create').map(({ address }) => address);
      const deleted = plan.changes.filter(({ action }) => action === 'delete').map(({ address }) => address);
      const left = new Set([...existing, ...made].filter((address) => !deleted.includes(address)));
      const planned = json.planned_values.root_module.resources.map(({ address }) => address);
      expect(planned.sort()).toEqual([...left].sort());

      const costs = entries.map(({ helix }) => helix.cost?.monthlyCost ?? '0');
      const sum = costs.reduce((total, one) => total.plus(one), new Decimal(0));
      expect(sum.toFixed(2)).toBe(new Decimal(json.helix.cost?.totalMonthlyCost ?? '0').toFixed(2));

      for (const { change } of json.resource_changes) {
        if (change.actions[0] === 'no-op') expect(change.after).toEqual(change.before);
      }
    }),
    { numRuns: 300 },
  );
});

test('a plan that changes nothing lists everything, with the size that the default stands for', () => {
  const record = recorded('a', { inputs: { size: null } });
  const plan = planFor([wanted('a', { inputs: { size: null } })], state([record]), { now: NOW });
  const json = renderPlanJson(plan) as unknown as PlanJson;
  expect(json.resource_changes).toMatchObject([
    {
      address: 'cluster.a',
      change: { actions: ['no-op'], before: { size: 'small' }, after: { size: 'small' } },
      helix: { cost: { monthlyCost: '67.525' } },
    },
  ]);
  expect(json.planned_values.root_module.resources).toMatchObject([{ values: { size: 'small' } }]);
});
