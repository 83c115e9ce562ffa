import { exitCodeOf, HelixError } from '../../../../errors';
import { ManualClock } from '../../../../testing/manual-clock';
import type { FoundLogin } from '../../connection/registry-login';
import { RegistryClient } from '../registry-client';
import { digestOf, RegistryStandIn } from './registry-stand-in';

const ADA: FoundLogin = { login: { username: 'ada', password: 'planted-password' }, source: 'a test' };
const RANDOM = { uuid: () => '00000000-0000-4000-8000-000000000000', key: () => '0' };

function clientOf(
  registry: RegistryStandIn,
  options: { host?: string; login?: FoundLogin | null; clock?: ManualClock } = {},
) {
  const { host = 'registry.test', login = ADA, clock = new ManualClock() } = options;
  let asked = 0;
  const wire = { fetch: registry.fetch, clock, random: RANDOM, retry: { attempts: 1 } };
  const client = new RegistryClient({ host, insecure: false }, wire, () => {
    asked += 1;
    return Promise.resolve({ found: login, notes: [] });
  });
  return { client, clock, asked: () => asked };
}

async function expectError(work: Promise<unknown>): Promise<HelixError> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof HelixError)) throw error;
  return error;
}

test.each(['basic', 'token'] as const)('a registry with a log-in by %s takes it', async (access) => {
  const registry = new RegistryStandIn({ access });
  const { client, asked } = clientOf(registry);
  await client.ping();
  await client.ping();
  expect(asked()).toBe(1);
  expect(registry.requests.filter((request) => request === 'GET /token')).toHaveLength(
    access === 'token' ? 1 : 0,
  );
});

test('a refused log-in names the host, the user and the source, and never the password', async () => {
  for (const access of ['basic', 'token'] as const) {
    const registry = new RegistryStandIn({ access });
    registry.password = 'another-password';
    // The service repeats what it got.
    const error = await expectError(clientOf(registry).client.ping());
    expect(error.message).toMatch(/^registry\.test refuses the log-in of ada \(from a test\): .*40[13]/);
    expect(exitCodeOf(error)).toBe(3);
    expect(`${error.message} ${error.hint ?? ''}`).not.toMatch(/planted|YWRhOnBsYW50ZWQ/);
  }
});

test('a registry that asks for a log-in where there is none names the ways to give one', async () => {
  const registry = new RegistryStandIn({ access: 'basic' });
  const error = await expectError(clientOf(registry, { login: null, host: 'ghcr.io' }).client.ping());
  expect(error.message).toMatch(/^ghcr\.io asks for a log-in, and there is none/);
  expect(error.hint).toContain('GITHUB_ACTOR and GITHUB_TOKEN');
});

test('a token that has expired is replaced, and so is one that the registry refuses early', async () => {
  const clock = new ManualClock();
  const registry = new RegistryStandIn({ access: 'token', clock, tokenLifeS: 1 });
  const { client } = clientOf(registry, { clock });
  const digest = registry.addImage('acme/shop', 'one');
  for (let second = 0; second < 3; second += 1) {
    expect(await client.findDigest('acme/shop', 'one')).toBe(digest);
    await clock.advance(1001);
  }
  registry.override = (_, url) => {
    if (url.pathname === '/token') return null;
    registry.override = () => null;
    return new Response(null, { status: 401 });
  };
  expect(await client.findDigest('acme/shop', 'one')).toBe(digest);
});

test('a log-in is found again once after a refusal, for helpers that give tokens', async () => {
  const registry = new RegistryStandIn({ access: 'basic' });
  const logins = ['old-password', 'planted-password'];
  const wire = { fetch: registry.fetch, clock: new ManualClock(), random: RANDOM };
  const client = new RegistryClient({ host: 'registry.test', insecure: false }, wire, () => {
    const password = logins.shift() ?? 'none';
    return Promise.resolve({ found: { login: { username: 'ada', password }, source: 'a test' }, notes: [] });
  });
  await client.ping();
  expect(logins).toEqual([]);
});

test.each([
  'http://tokens.evil.test/token',
  'ftp://tokens.test',
  'nonsense',
  'https://user:word@tokens.test/',
])('a log-in is not sent to the token service %s', async (realm) => {
  const registry = new RegistryStandIn({ access: 'token', realm });
  const error = await expectError(clientOf(registry).client.ping());
  expect(error.kind).toBe('auth');
  expect(error.message).toContain('which is not a URL with TLS');
  expect(registry.credentials).toEqual([null]);
});

test('a web page in place of a registry is not taken for one', async () => {
  const registry = new RegistryStandIn();
  registry.override = () =>
    new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
  const error = await expectError(clientOf(registry).client.ping());
  expect([error.kind, error.message]).toEqual([
    'unreachable',
    'registry.test answered GET /v2/ with a web page.',
  ]);
});

test('the check of a push cancels the upload that it opens', async () => {
  const registry = new RegistryStandIn({ access: 'token' });
  expect(await clientOf(registry).client.checkPush('acme/shop')).toBe('allowed');
  expect(registry.openUploads.size).toBe(0);
  expect(registry.requests).toContain('DELETE /v2/acme/shop/blobs/uploads/1');
});

test('an upload that another host is to take is left alone', async () => {
  const registry = new RegistryStandIn();
  registry.override = ({ method }) =>
    method === 'POST'
      ? new Response(null, { status: 202, headers: { location: 'https://evil.test/x' } })
      : null;
  expect(await clientOf(registry).client.checkPush('acme/shop')).toBe('allowed');
  expect(registry.requests).toEqual(['GET /v2/', 'POST /v2/acme/shop/blobs/uploads/']);
});

test('a package that a workflow may not write to points to its settings', async () => {
  const registry = new RegistryStandIn({ access: 'basic' });
  registry.override = ({ method }) =>
    method === 'POST'
      ? Response.json(
          { errors: [{ code: 'DENIED', message: 'permission_denied: write_package planted-password' }] },
          { status: 403 },
        )
      : null;
  const error = await expectError(clientOf(registry, { host: 'ghcr.io' }).client.checkPush('acme/shop'));
  expect(error.message).toBe(
    'ghcr.io does not let the log-in of ada (from a test) push to acme/shop: it answered 403: DENIED: permission_denied: write_package ***.',
  );
  expect(error.hint).toContain('package settings, Manage Actions access');
});

test('a repository that is not there is missing, not refused', async () => {
  const registry = new RegistryStandIn();
  registry.override = ({ method }) => (method === 'POST' ? new Response(null, { status: 404 }) : null);
  expect(await clientOf(registry).client.checkPush('acme/shop')).toBe('missing');
});

test('a 403 for an image means that there is none, once the log-in may push', async () => {
  const registry = new RegistryStandIn({ access: 'token' });
  registry.override = ({ method }, url) =>
    method === 'GET' && url.pathname.includes('/manifests/') ? new Response(null, { status: 403 }) : null;
  const { client } = clientOf(registry);
  expect((await expectError(client.findImage('acme/shop', 'one'))).kind).toBe('auth');
  await client.checkPush('acme/shop');
  expect(await client.findImage('acme/shop', 'one')).toBeNull();
});

test('an image has its digest, its size and its labels', async () => {
  const registry = new RegistryStandIn();
  const digest = registry.addImage('acme/shop', 'one', { 'helix-context': 'abc' });
  const image = await clientOf(registry).client.findImage('acme/shop', 'one');
  expect(image).toMatchObject({ digest, labels: { 'helix-context': 'abc' } });
  expect(image?.sizeBytes).toBeGreaterThan(1000);
  expect(await clientOf(registry).client.findImage('acme/shop', 'two')).toBeNull();
});

function addIndex(registry: RegistryStandIn, children: readonly string[]): string {
  const manifests = [
    ...children.map((digest) => ({ digest, size: 1, platform: { os: 'linux', architecture: 'amd64' } })),
    { digest: digestOf('attestation'), size: 1, platform: { os: 'unknown', architecture: 'unknown' } },
  ];
  registry.addManifest('acme/shop', null, 'attestation');
  return registry.addManifest('acme/shop', 'one', JSON.stringify({ manifests }));
}

test('an index of which an image or an attestation is gone is no longer an image', async () => {
  const registry = new RegistryStandIn();
  const { client } = clientOf(registry);
  const children = [
    registry.addImage('acme/shop', null, { of: '1' }),
    registry.addImage('acme/shop', null, { of: '2' }),
  ];
  const digest = addIndex(registry, children);
  expect(await client.findImage('acme/shop', 'one')).toMatchObject({ digest, labels: { of: '1' } });
  for (const child of [...children, digestOf('attestation')]) {
    const key = `acme/shop@${child}`;
    const kept = registry.manifests.get(key) ?? '';
    registry.manifests.delete(key);
    expect(await client.findImage('acme/shop', digest)).toBeNull();
    registry.manifests.set(key, kept);
  }
  expect(await client.findImage('acme/shop', digest)).not.toBeNull();
  registry.blobs.clear();
  expect(await client.findImage('acme/shop', digest)).toBeNull();
});

test('a tag moves to another image, byte for byte', async () => {
  const registry = new RegistryStandIn();
  const [old, next] = [
    registry.addImage('acme/shop', 'latest'),
    registry.addImage('acme/shop', 'two', { a: 'b' }),
  ];
  const { client } = clientOf(registry);
  expect(await client.findDigest('acme/shop', 'latest')).toBe(old);
  await client.tagImage('acme/shop', next, 'latest');
  expect(await client.findDigest('acme/shop', 'latest')).toBe(next);
});

test('content that is not that of its digest is refused', async () => {
  const registry = new RegistryStandIn();
  const digest = registry.addImage('acme/shop', 'one');
  registry.manifests.set(`acme/shop@${digest}`, '{"config":{}}');
  const error = await expectError(clientOf(registry).client.findImage('acme/shop', 'one'));
  expect(error.message).toMatch(
    /holds a damaged image: the content of acme\/shop:one is not that of its digest/,
  );
});

test('content that lies elsewhere is fetched there without the log-in', async () => {
  const registry = new RegistryStandIn({ access: 'basic' });
  registry.addImage('acme/shop', 'one', { a: 'b' });
  registry.override = (request, url) => {
    if (url.host === 'store.test') {
      expect(request.headers.get('authorization')).toBeNull();
      return new Response(registry.blobs.get(url.pathname.slice(1)));
    }
    const [, blob] = /\/blobs\/(sha256:.*)$/.exec(url.pathname) ?? [];
    return blob === undefined
      ? null
      : new Response(null, { status: 307, headers: { location: `https://store.test/${blob}` } });
  };
  expect(await clientOf(registry).client.findImage('acme/shop', 'one')).toMatchObject({ labels: { a: 'b' } });
  registry.override = (_, url) =>
    url.pathname.includes('/blobs/')
      ? new Response(null, { status: 307, headers: { location: 'http://store.test/' } })
      : null;
  const error = await expectError(clientOf(registry).client.findImage('acme/shop', 'one'));
  expect(error.message).toContain('to no safe place');
});

test('a registry that does not name digests is asked for the manifest', async () => {
  const registry = new RegistryStandIn();
  const digest = registry.addImage('acme/shop', 'one');
  registry.override = ({ method }) => (method === 'HEAD' ? new Response(null, { status: 200 }) : null);
  expect(await clientOf(registry).client.findDigest('acme/shop', 'one')).toBe(digest);
});

test('tags are read page after page, and pages that bring nothing new end', async () => {
  const registry = new RegistryStandIn();
  const pages: Record<string, string[]> = { '': ['a', 'b'], '?n=2': ['c'], '?n=3': ['c'] };
  registry.override = (_, url) =>
    url.pathname === '/v2/'
      ? null
      : Response.json(
          { tags: pages[url.search] },
          { headers: { link: `</v2/acme/shop/tags/list?n=${url.search === '' ? 2 : 3}>; rel="next"` } },
        );
  expect(await clientOf(registry).client.readTags('acme/shop')).toEqual(['a', 'b', 'c']);
  expect(registry.requests).toHaveLength(4);
});

test('an image is deleted by its digest, where the registry deletes', async () => {
  const registry = new RegistryStandIn();
  const digest = registry.addImage('acme/shop', 'one');
  const { client } = clientOf(registry);
  expect(await client.deleteManifest('acme/shop', digest)).toBe(true);
  expect(await client.readTags('acme/shop')).toEqual([]);
  registry.override = () => new Response(null, { status: 405 });
  expect(await client.deleteManifest('acme/shop', digest)).toBe(false);
});

test('a busy registry is asked again after the time that it names', async () => {
  const registry = new RegistryStandIn();
  const clock = new ManualClock();
  const busy = [429, 503];
  registry.override = () => {
    const status = busy.shift();
    return status === undefined ? null : new Response(null, { status, headers: { 'retry-after': '2' } });
  };
  const wire = { fetch: registry.fetch, clock, random: RANDOM };
  const client = new RegistryClient({ host: 'registry.test', insecure: false }, wire, () =>
    Promise.resolve({ found: null, notes: [] }),
  );
  const done = client.ping();
  for (let count = 0; count < 2; count += 1) {
    while (clock.sleeping === 0) await new Promise(setImmediate);
    await clock.advance(2000);
  }
  await done;
  expect(registry.requests).toHaveLength(3);
  expect(clock.monotonicMs()).toBe(4000);
});

test('a registry that is down is unreachable, with what was tried', async () => {
  const registry = new RegistryStandIn();
  registry.override = () => {
    throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5000'), { code: 'ECONNREFUSED' });
  };
  const error = await expectError(clientOf(registry, { host: '127.0.0.1:5000' }).client.ping());
  expect(error.message).toBe(
    'Cannot reach 127.0.0.1:5000: GET /v2/ was tried once; last: connect ECONNREFUSED 127.0.0.1:5000.',
  );
  expect(exitCodeOf(error)).toBe(1);
});

test.each([
  ['127.0.0.1:5000', 'http://127.0.0.1:5000/v2/'],
  ['registry.test', null],
])('plain HTTP from %s', async (host, url) => {
  const seen: string[] = [];
  const registry = new RegistryStandIn();
  registry.override = (request) => {
    seen.push(request.url);
    if (request.url.startsWith('http:')) return null;
    throw Object.assign(new Error('EPROTO: wrong version number'), { code: 'EPROTO' });
  };
  const { client } = clientOf(registry, { host });
  if (url === null) expect((await expectError(client.ping())).message).toContain('plain HTTP');
  else await client.ping();
  expect(seen.at(-1)).toBe(url ?? 'https://registry.test/v2/');
});
