import { presentDigests, secretChanges } from '../digests';
import type { SecretReader } from '../digests';

const KEY = Buffer.alloc(32, 7).toString('base64');
const INPUTS = { env_vars: { TOKEN: 'env:API_TOKEN', LEVEL: 'literal:debug' }, size: 'small' };

function reader(values: Readonly<Record<string, string>>, key: string | null = KEY): SecretReader {
  return { key, variable: (name) => values[name] };
}

const ONE = { inputs: INPUTS, secretDigests: presentDigests(INPUTS, reader({ API_TOKEN: 'one' })) };

test('a digest stands beside each reference, and nothing of the value is in it', () => {
  const digests = presentDigests(INPUTS, reader({ API_TOKEN: 'one' }));
  expect(Object.keys(digests)).toEqual(['env_vars.TOKEN']);
  expect(digests['env_vars.TOKEN']).toMatch(/^[0-9a-f]{64}$/);
  const otherKey = Buffer.alloc(32, 8).toString('base64');
  expect(presentDigests(INPUTS, reader({ API_TOKEN: 'one' }, otherKey))).not.toEqual(digests);
});

test('the same value under two names has two digests', () => {
  const inputs = { env: { A: 'env:X' }, secrets: { B: 'env:X' } };
  const digests = Object.values(presentDigests(inputs, reader({ X: 'one' })));
  expect(new Set(digests).size).toBe(2);
});

test('a variable of a file is another one than that of the environment, and never falls back to it', () => {
  const inputs = { env_vars: { TOKEN: 'file:API_TOKEN' } };
  const variable: SecretReader['variable'] = (name, from) => (from === 'file' ? `${name} in a file` : name);
  const digests = presentDigests(inputs, { key: KEY, variable });
  expect(digests).not.toEqual(
    presentDigests({ env_vars: { TOKEN: 'env:API_TOKEN' } }, { key: KEY, variable }),
  );
  expect(
    secretChanges({ inputs, secretDigests: digests }, inputs, { key: KEY, variable: () => 'edited' }),
  ).toEqual([{ path: 'env_vars.TOKEN', why: 'changed' }]);
});

test.each([
  ['the same value changes nothing', ONE, 'one', []],
  ['another value is a change', ONE, 'two', [{ path: 'env_vars.TOKEN', why: 'changed' }]],
  [
    'a value that was never recorded has to be brought over',
    { inputs: INPUTS },
    'one',
    [{ path: 'env_vars.TOKEN', why: 'unrecorded' }],
  ],
  [
    'an edited reference differs in its inputs already',
    { ...ONE, inputs: { env_vars: { TOKEN: 'env:OTHER' } } },
    'two',
    [],
  ],
  ['a blank value counts as not set', ONE, ' ', []],
] as const)('%s', (_, record, value, changes) => {
  expect(secretChanges(record, INPUTS, reader({ API_TOKEN: value }))).toEqual(changes);
});
