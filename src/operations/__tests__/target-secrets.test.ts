import { planFor, recorded, state, wanted } from '../../plan/__tests__/world';
import type { Plan } from '../../plan/plan';
import { presentDigests } from '../../resources/secrets/digests';
import type { SecretReader } from '../../resources/secrets/digests';
import type { ResourceRecord } from '../../state/state';
import { secretDigestsAfter } from '../target-secrets';

const KEY = Buffer.alloc(32, 7).toString('base64');
const reader = (values: Readonly<Record<string, string>>): SecretReader => ({
  key: KEY,
  variable: (name) => values[name],
});
const OLD = reader({ A: 'a1', B: 'b1' });
const NEW = reader({ A: 'a2', B: 'b2' });
const CLUSTER = { env_vars: { A: 'env:A', B: 'env:B' } };

type Updated = Extract<Plan['changes'][number], { action: 'update' }>;

function updated(
  desired: Parameters<typeof wanted>[1],
  record: ResourceRecord,
  secrets: SecretReader | null,
) {
  const { changes } = planFor([wanted('a', desired)], state([record]), { secrets, isApplied: () => true });
  return changes[0] as Updated;
}

const record = recorded('a', { inputs: CLUSTER, secretDigests: presentDigests(CLUSTER, OLD) });

test('a new resource has the digests of all its values', () => {
  const [change] = planFor([wanted('a', { inputs: CLUSTER })], null).changes;
  expect(secretDigestsAfter(change as Updated, null, NEW)).toEqual(presentDigests(CLUSTER, NEW));
});

test('an update that leaves secrets alone keeps the digests on record, whatever the environment has', () => {
  const change = updated({ inputs: { ...CLUSTER, size: 'medium' } }, record, null);
  expect(secretDigestsAfter(change, record, NEW)).toEqual(record.secretDigests);
});

test('a cluster is given all its variables when one of them changes', () => {
  const onlyA = reader({ A: 'a2', B: 'b1' });
  const change = updated({ inputs: CLUSTER }, record, onlyA);
  expect(change).toMatchObject({
    action: 'update',
    attributes: [],
    secretChanges: [{ path: 'env_vars.A', why: 'changed' }],
  });
  expect(secretDigestsAfter(change, record, NEW)).toEqual(presentDigests(CLUSTER, NEW));
});

test('of a machine only the parameter whose value changes is written', () => {
  const inputs = { secrets: { A: 'env:A', B: 'env:B' } };
  const machine = recorded('a', { inputs, kind: 'instance', secretDigests: presentDigests(inputs, OLD) });
  const change = updated({ inputs, kind: 'instance' }, machine, reader({ A: 'a2', B: 'b1' }));
  expect(secretDigestsAfter(change, machine, NEW)).toEqual({
    'secrets.A': presentDigests(inputs, NEW)['secrets.A'],
    'secrets.B': presentDigests(inputs, OLD)['secrets.B'],
  });
});

test('a container is made anew with all its values, whatever the reason', () => {
  const inputs = { ...CLUSTER, container: 'helix-shop-a' };
  const container = recorded('a', {
    inputs,
    kind: 'instance',
    secretDigests: presentDigests(inputs, OLD),
  });
  const change = updated({ inputs: { ...inputs, port: 7000 }, kind: 'instance' }, container, null);
  expect(secretDigestsAfter(change, container, NEW)).toEqual(presentDigests(inputs, NEW));
});
