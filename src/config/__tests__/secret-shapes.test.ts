import fc from 'fast-check';
import { isReference, isSecretName, looksSecret, maskSecrets } from '../secret-shapes';

test.each([
  'API_KEY',
  'OPENAI_API_KEY',
  'DB_PASSWORD',
  'secret',
  'GITHUB_TOKEN',
  'apiKey',
  'auth-token',
  'dbPassword',
  'MYSECRET',
  'AWS_ACCESS_KEY_ID',
])('the name %s suggests a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  'LOG_LEVEL',
  'MONKEY',
  'MAX_TOKENS',
  'KEYBOARD',
  'AUTHOR',
  'region',
  'auth_type',
  'ssh_key',
  'publicKey',
])('the name %s does not suggest a secret', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each([
  'AKIAABCDEFGHIJKLMNOP',
  'sk-abcdefgh12345678',
  `ghp_${'a'.repeat(36)}`,
  'postgres://app:hunter22@db.example.com/shop',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc',
])('the value %s looks like a secret under any name', (value) => {
  expect(looksSecret('X', value)).toBe(true);
});

test.each(['info', 'https://example.com:8080/a@b', 'us-east-1', 'skip', ''])(
  'the value %j does not look like a secret',
  (value) => {
    expect(looksSecret('X', value)).toBe(false);
  },
);

test.each([
  ['env:NAME', true],
  ['env:_A1', true],
  ['env:', false],
  ['env:1A', false],
  ['ENV:A', false],
])('%s is a reference: %s', (text, expected) => {
  expect(isReference(text)).toBe(expected);
});

test.each([
  ['API_KEY = "abc"', 'API_KEY = "***"'],
  [`"API_KEY" = 'abc' # note`, `"API_KEY" = '***' # note`],
  ['env_vars = { A = "info", B_TOKEN = "x\\"y" }', 'env_vars = { A = "info", B_TOKEN = "****" }'],
  ['x = ["AKIAABCDEFGHIJKLMNOP", "b"]', 'x = ["********************", "b"]'],
  ['API_KEY = "never closed', 'API_KEY = "************'],
  ['API_KEY = "env:API_KEY"', 'API_KEY = "env:API_KEY"'],
  ['name = "shop"', 'name = "shop"'],
])('%s is shown as %s', (line, shown) => {
  expect(maskSecrets(line)).toBe(shown);
});

test('a line keeps its length, so that carets stay in place', () => {
  fc.assert(fc.property(fc.string(), (line) => maskSecrets(line).length === line.length));
});

// A word of this length took minutes when each of its letters was tried as the beginning of a name.
test.each(['9', 'a ', "'", '"a', 'a="', '\\', ' '])('a line of many %j is shown in time', (part) => {
  const line = `x = ${part.repeat(300_000)}\\`;
  expect(maskSecrets(line)).toHaveLength(line.length);
});
