import { readConfig } from '../read-config';
import { secretByFingerprint } from '../secret-by-fingerprint';
import { fingerprint } from '../../values/fingerprint';

function read(...lines: readonly string[]) {
  const text = ['[project]', 'name = "shop"', ...lines, ''].join('\n');
  return readConfig({ helixToml: { file: 'helix.toml', text } }, { environment: null, helixCloudUrl: null });
}

const REGISTRY = ['[cloud.web.registry]', 'repository_name = "acme/shop"'];

test.each([
  ['registry_url = "http://registry.example.com"'],
  ['registry_url = "http://127.example.com:5000"'],
  ['registry_url = "http://localhost.example.com"'],
])('%s would carry a password unprotected', (line) => {
  const [problem] = read(...REGISTRY, line).problems;
  expect(problem).toMatchObject({ severity: 'error', code: 'plain-http', place: { line: 5, column: 16 } });
  expect(problem?.hint).toContain('insecure = true');
});

test.each([
  ['registry_url = "http://127.0.0.1:5000"'],
  ['registry_url = "http://localhost:5000"'],
  ['registry_url = "http://registry.example.com"\ninsecure = true'],
  ['registry_url = "registry.example.com"'],
])('%s is allowed', (line) => {
  expect(read(...REGISTRY, line).problems).toEqual([]);
});

test('a password in the file is read, warned about and known by its fingerprint alone', () => {
  const auth = 'auth = { username = "ada", password = "planted" }';
  const { config, problems } = read(...REGISTRY, 'registry_url = "r.test"', auth);
  expect(problems).toMatchObject([{ severity: 'warning', code: 'literal-secret' }]);
  expect(JSON.stringify(problems)).not.toContain('"planted"');
  if (config === null) throw new Error('the configuration is invalid');
  expect(config.instances).toMatchObject([
    {
      auth: [
        { type: 'literal', value: 'ada', secret: false },
        { type: 'literal', secret: true },
      ],
    },
  ]);
  expect(secretByFingerprint(config)(fingerprint('password', 'planted'))).toBe('planted');
});

test('a repository whose tags never change takes no tags that move', () => {
  const ecr = ['[cloud.web.ecr]', 'repository_name = "shop"', 'region = "us-east-1"'];
  expect(
    read(...ecr, 'push_tags = ["latest"]').problems.filter(({ severity }) => severity === 'error'),
  ).toMatchObject([{ code: 'immutable-tags', place: { line: 6, column: 13 } }]);
});

test('a repository in upper case is refused with the rule', () => {
  const { problems } = read('[cloud.web.ghcr]', 'repository_name = "Acme/Shop"');
  expect(problems).toMatchObject([
    { severity: 'error', hint: expect.stringContaining('Lower-case letters') as string },
  ]);
});
