import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryOf, searchLogin } from '../connection/registry-login';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'helix-login-'));
  mkdirSync(join(home, '.docker'));
});

afterEach(() => rmSync(home, { recursive: true }));

function search(registry: string, config: unknown, environment: Record<string, string> = {}) {
  writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify(config));
  const PATH = `${home}:${process.env['PATH'] ?? ''}`;
  return searchLogin(registry, { home, environment: { PATH, ...environment } });
}

function addHelper(name: string, script: string): void {
  const file = join(home, `docker-credential-${name}`);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const encoded = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['ghcr.io', { GITHUB_ACTOR: 'ada', GITHUB_TOKEN: 'planted' }, 'GITHUB_ACTOR and GITHUB_TOKEN'],
  [
    'docker.io',
    { DOCKERHUB_USERNAME: 'ada', DOCKERHUB_TOKEN: 'planted' },
    'DOCKERHUB_USERNAME and DOCKERHUB_TOKEN',
  ],
])('the variables of %s are read where Docker knows no log-in', async (registry, variables, source) => {
  const found = { login: { username: 'ada', password: 'planted' }, source };
  expect(await search(registry, {}, variables)).toEqual({ found, notes: [] });
  expect(await search('registry.test', {}, variables)).toEqual({ found: null, notes: [] });
  const auths = {
    'ghcr.io': { auth: encoded('bob:b') },
    'https://index.docker.io/v1/': { auth: encoded('bob:b') },
  };
  expect(await search(registry, { auths }, variables)).toMatchObject({
    found: { login: { username: 'bob' }, source: '~/.docker/config.json' },
  });
});

test('a helper is asked for one registry by name, and its answer comes before all others', async () => {
  addHelper('one', `printf '{"Username":"%s","Secret":"planted"}' "$(cat)"`);
  const config = {
    credHelpers: { 'registry.test': 'one' },
    auths: { 'registry.test': { auth: encoded('a:b') } },
  };
  expect(await search('registry.test', config)).toEqual({
    found: {
      login: { username: 'registry.test', password: 'planted' },
      source: 'docker-credential-one, named in ~/.docker/config.json',
    },
    notes: [],
  });
});

test.each([
  ['fails', 'echo planted-secret; exit 3', 'it ended with 3'],
  ['talks nonsense', 'echo planted-secret', 'its answer holds no log-in'],
  ['is not there', null, 'it is not installed'],
])(
  'a helper that %s is noted in other words than its own, and the next source counts',
  async (_, script, why) => {
    if (script !== null) addHelper('one', script);
    const config = { credsStore: 'one', auths: { 'registry.test': { auth: encoded('ada:b') } } };
    const { found, notes } = await search('registry.test', config);
    expect(found).toMatchObject({ login: { username: 'ada' } });
    expect(notes).toEqual([`docker-credential-one (from ~/.docker/config.json) failed: ${why}`]);
  },
);

test('a helper that knows no log-in has not failed', async () => {
  addHelper('one', 'echo credentials not found in native keychain; exit 1');
  expect(await search('registry.test', { credsStore: 'one' })).toEqual({ found: null, notes: [] });
});

test('an empty entry counts for nothing, and an identity token is a log-in', async () => {
  expect(await search('registry.test', { auths: { 'registry.test': {} } })).toMatchObject({ found: null });
  const auths = { 'registry.test': { identitytoken: 'planted' } };
  expect(await search('registry.test', { auths })).toMatchObject({
    found: { login: { identitytoken: 'planted' } },
  });
});

test.each([
  ['nginx', 'https://index.docker.io/v1/'],
  ['acme/api:1', 'https://index.docker.io/v1/'],
  ['docker.io/acme/api', 'https://index.docker.io/v1/'],
  ['ghcr.io/acme/api', 'ghcr.io'],
  ['localhost/api', 'localhost'],
  ['127.0.0.1:5000/api', '127.0.0.1:5000'],
])('Docker keeps the log-in for %s under %s', (reference, key) => {
  expect(registryOf(reference)).toBe(key);
});
