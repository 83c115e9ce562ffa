import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import document from '../../../../../schemas/helix-cloud.openapi.json';
import { serveMock } from '../../../../testing/openapi/openapi-mock';
import type { Clock } from '../../../../ports/clock';
import { SystemRandom } from '../../../host/random';
import { fetchFrom } from '../../../http/node-fetch';
import { HelixCloudClient } from '../client';
import { closeClouds, DB, embeddedCloud, HastyClock, KEY, serveCloud } from '../../__tests__/harness';
import type { Cloud } from '../../__tests__/harness';

afterEach(closeClouds);

const OWNER = { lineage: 'l/1', workspace: 'default', address: 'cluster.staging' };
const REQUEST = {
  cluster_id: 'c1',
  owner: OWNER,
  region: 'us-east-1',
  build_mode: 'release' as const,
  db_config: DB as object,
  env_vars: { TOKEN: 'the-secret-value' },
};

const createRunning = async (cloud: Cloud) => {
  const client = cloud.client();
  await client.create(REQUEST, 'key-1');
  for (;;) {
    const cluster = await client.readStatus('c1');
    if (cluster?.state === 'running') return client;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

const thrownBy = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

function clientFor(endpoint: string, retry = {}, clock: Clock = new HastyClock()): HelixCloudClient {
  const random = new SystemRandom();
  const retries = { baseMs: 1, capMs: 2, ...retry };
  return new HelixCloudClient({
    endpoint,
    apiKey: KEY,
    keySource: 'HELIX_API_KEY',
    random,
    retry: retries,
    clock,
    fetch: fetchFrom({}),
  });
}

/** A server that says whatever it likes. */
async function serveRogue(listener: RequestListener): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

describe('every call', () => {
  test('works over HTTP, each request and answer as the document says', async () => {
    const cloud = await serveCloud();
    const client = await createRunning(cloud);
    const caller = { owner: OWNER };
    expect(await client.create(REQUEST, 'key-1')).toMatchObject({ cluster_id: 'c1', state: 'running' });
    const stopped = await client.stop('c1', caller);
    expect(stopped.state).toBe('stopping');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await client.start('c1', caller)).toMatchObject({ state: 'starting' });
    expect(await client.list({ lineage: OWNER.lineage })).toHaveLength(1);
    expect(await client.list({ lineage: 'nobody' })).toEqual([]);
    expect((await client.readRegions()).regions[0]).toMatchObject({ id: 'us-east-1', default: true });
    expect((await client.readLogs('c1', {}))[0]).toMatchObject({ level: 'info' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await client.delete('c1', caller);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await client.readStatus('c1')).toBeNull();
    expect(await client.delete('c1', caller)).toBeNull();
  });

  test('works with a mock made from the document alone', async () => {
    const mock = await serveMock(document);
    try {
      const client = clientFor(mock.url);
      const caller = { owner: OWNER, incarnation: 'i1' };
      const files = [{ path: 'schema.hx', text: 'N::User {}', sha256: 'a'.repeat(64) }];
      await client.readRegions();
      await client.keys.readMe();
      await client.keys.list();
      await client.keys.create({ name: 'ci', scope: 'read' }, 'key-3');
      await client.keys.rotate('k1', 60, 'key-4');
      await client.keys.revoke('k1');
      await client.list({ lineage: 'l' });
      await client.create(REQUEST, 'key-1');
      await client.readStatus('c1');
      await client.update('c1', { size: 'medium', labels: { 'helix-expires-at': null } }, 'key-2', caller);
      const deployed = await client.deploy('c1', { digest: 'd', files }, caller, () => undefined);
      await client.start('c1', caller);
      await client.stop('c1', caller);
      await client.delete('c1', caller);
      await client.readLogs('c1', { limit: 5, since: '2026-11-20T10:00:00Z' });
      expect(deployed.type).toMatch(/deployed|invalid/);
      expect(mock.requests.flatMap(({ problems }) => problems)).toEqual([]);
      expect(new Set(mock.requests.map(({ operationId }) => operationId)).size).toBe(15);
    } finally {
      await mock.close();
    }
  });

  test('lists all pages', async () => {
    const cloud = embeddedCloud();
    const client = cloud.client();
    for (let index = 0; index < 1002; index++) {
      await cloud.emulator.fetch(
        new Request('http://localhost/clusters/create', {
          method: 'POST',
          headers: { 'x-api-key': KEY, 'content-type': 'application/json', 'idempotency-key': `k${index}` },
          body: JSON.stringify({ ...REQUEST, cluster_id: `c${index}` }),
        }),
      );
    }
    const ids = (await client.list({ lineage: OWNER.lineage })).map((cluster) => cluster.cluster_id);
    expect(new Set(ids).size).toBe(1002);
  });
});

describe('logs', () => {
  test('are followed until the cluster is gone, over a stream that breaks off too', async () => {
    const cloud = embeddedCloud({ check: { tornBodies: true } });
    const client = await createRunning(cloud);
    const lines: string[] = [];
    for await (const { message } of client.followLogs('c1', {})) {
      if (lines.push(message) === 1) void client.delete('c1', { owner: OWNER });
    }
    expect(lines.length).toBeGreaterThan(1);
    expect(new Set(lines).size).toBe(lines.length);
  });

  test('end when the signal is aborted', async () => {
    const cloud = await serveCloud();
    const client = await createRunning(cloud);
    const abort = new AbortController();
    let count = 0;
    for await (const { message } of client.followLogs('c1', {}, { signal: abort.signal })) {
      count += message.length;
      abort.abort();
    }
    expect(count).toBeGreaterThan(0);
  });
});

describe('an endpoint that cannot be reached', () => {
  test('is named, with what was tried, the last error, and what to check', async () => {
    const { url, close } = await serveRogue(() => undefined);
    await close();
    const error = await thrownBy(clientFor(url, { attempts: 3 }).readRegions());
    expect(error).toMatchObject({
      kind: 'unreachable',
      hint: expect.stringContaining('Nothing listens') as string,
    });
    expect(String(error)).toMatch(
      /Cannot reach http:\/\/127\.0\.0\.1:\d+: GET \/regions was tried 3 times in .* s; last: .*ECONNREFUSED/,
    );
  });

  test('ends after the time-out of each attempt when nothing is answered', async () => {
    const silent = await serveRogue(() => undefined);
    try {
      const error = await thrownBy(clientFor(silent.url, { attempts: 2, timeoutMs: 30 }).readRegions());
      expect(String(error)).toContain('no complete answer within 0.03 s');
    } finally {
      await silent.close();
    }
  });

  test('ends a deployment whose stream goes silent', async () => {
    const silent = await serveRogue((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: progress\ndata: {"step":"validating","message":"m","done":0,"total":1}\n\n');
    });
    try {
      const client = clientFor(silent.url, { attempts: 2, timeoutMs: 500 });
      const steps: string[] = [];
      const caller = { owner: OWNER };
      const error = await thrownBy(
        client.deploy('c1', { digest: 'd', files: [] }, caller, ({ step }) => steps.push(step)),
      );
      expect(error).toMatchObject({ kind: 'unreachable' });
      expect(String(error)).toContain('nothing came for 0.5 s');
      expect(steps).toEqual(['validating', 'validating']);
    } finally {
      await silent.close();
    }
  });

  test('ends a deployment whose stream continues without an end, by the monotonic clock', async () => {
    const endless = await serveRogue((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const beat = setInterval(() => response.write(':\n\n'), 1);
      response.once('close', () => clearInterval(beat));
    });
    const clock = new HastyClock();
    const started = performance.now();
    // An hour for each second; the wall clock stands still.
    clock.monotonicMs = () => (performance.now() - started) * 3600;
    clock.now = () => new Date(0);
    try {
      const caller = { owner: OWNER };
      const body = { digest: 'd', files: [] };
      const error = await thrownBy(
        clientFor(endless.url, {}, clock).deploy('c1', body, caller, () => undefined),
      );
      expect(String(error)).toMatch(/was tried once; last: the stream broke off: it did not end in time/);
    } finally {
      await endless.close();
    }
  });

  test('is not waited for after an abort', async () => {
    const silent = await serveRogue(() => undefined);
    try {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 20);
      const error = await thrownBy(clientFor(silent.url).readRegions({ signal: abort.signal }));
      expect(error).toMatchObject({ kind: 'cancelled' });
    } finally {
      await silent.close();
    }
  });

  test.each(['not a url', 'ftp://example.com', 'http://me:pw@example.com'])('%s is refused', (endpoint) => {
    expect(() => clientFor(endpoint)).toThrow(/not an http or https URL/);
  });
});

describe('keys', () => {
  test.each([
    ['none', { apiKey: null }, /asks for an API key, and there is none/, /helix login.*HELIX_API_KEY/],
    [
      'a wrong one',
      { apiKey: 'hx_wrong' },
      /does not accept the API key from HELIX_API_KEY/,
      /HELIX_API_KEY.*helix login/,
    ],
    ['a wrong one from a file', { apiKey: 'hx_wrong', keySource: '/c' }, /from \/c/, /helix login/],
  ])('%s is an auth error that says what to do', async (_title, change, message, hint) => {
    const error = await thrownBy(embeddedCloud().client(change).readRegions());
    expect(error).toMatchObject({ kind: 'auth', status: 401 });
    expect(error).toHaveProperty('message', expect.stringMatching(message));
    expect(error).toHaveProperty('hint', expect.stringMatching(hint));
  });

  test('a key that may only read is told so when it writes', async () => {
    const cloud = embeddedCloud();
    const { key } = await cloud.client().keys.create({ name: 'ci', scope: 'read' }, 'once');
    const client = cloud.client({ apiKey: key });
    await client.readRegions();
    const error = await thrownBy(client.create(REQUEST, 'k'));
    expect(error).toMatchObject({ kind: 'auth', status: 403 });
    expect(String(error)).toMatch(
      /POST \/clusters\/create .* needs a key of the scope deploy: .* has the scope read/,
    );
  });

  test('neither the key nor a variable’s value is in any log entry or error', async () => {
    const cloud = await serveCloud({ faults: { rules: [{ fault: { kind: 'drop-after-commit' } }] } });
    const error = (await thrownBy(cloud.client().create(REQUEST, 'k'))) as Error;
    const said = JSON.stringify([cloud.logs, error, error.message, error.stack, error.cause]);
    expect(cloud.logs).toHaveLength(7);
    expect(said).not.toContain(KEY);
    expect(said).not.toContain('the-secret-value');
  });
});

test('each attempt is logged, with the request id that the service got', async () => {
  const cloud = await serveCloud();
  cloud.emulator.faults.rules = [{ fault: { kind: 'error-before-commit' }, next: 1 }];
  await cloud.client().list({ workspace: 'default' });
  const [first, second] = cloud.logs;
  const common = {
    method: 'GET',
    path: '/clusters?workspace=default&limit=1000',
    ms: expect.any(Number) as number,
  };
  expect(first).toMatchObject({
    ...common,
    attempt: 1,
    status: 500,
    error: expect.stringContaining('500') as string,
  });
  expect(second).toMatchObject({ ...common, attempt: 2, status: 200, requestId: first?.requestId });
  expect(first?.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

describe('an answer that is not what the document says', () => {
  const json = (body: unknown, status = 200) =>
    ((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }) satisfies RequestListener;
  const html = (status: number) =>
    ((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<title>Sign in</title>');
    }) satisfies RequestListener;

  test.each<[string, RequestListener, RegExp]>([
    ['an empty object', json({}), /it must have required property/],
    ['null', json(null), /it must be object/],
    [
      'a stream where there should be one document',
      (_request, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('{"a'),
      /200 with text\/event-stream/,
    ],
    [
      'a page of a portal',
      html(200),
      /Something other than the Helix Cloud API answered .*: 200 with text\/html, titled "Sign in"\./,
    ],
    ['a 404 that is not the API’s', html(404), /Something other .*: 404 with text\/html/],
    [
      'a redirect',
      (_request, response) => response.writeHead(302, { location: 'https://evil.example' }).end(),
      /redirects to https:\/\/evil.example/,
    ],
  ])('%s is a clear error', async (_title, listener, message) => {
    const server = await serveRogue(listener);
    try {
      const error = await thrownBy(clientFor(server.url).readStatus('c1'));
      expect(error).toMatchObject({ kind: 'unreachable', reason: 'malformed' });
      expect(error).toHaveProperty('message', expect.stringMatching(message));
    } finally {
      await server.close();
    }
  });

  test('text that would draw on the terminal is made visible, wherever it comes in', async () => {
    const evil = '\u001b[2J\u202eboo';
    const regions = {
      price_basis: 'list',
      regions: [
        {
          id: evil,
          name: evil,
          default: true,
          sizes: [{ id: evil, vcpu: 1, memory_gb: 1, usd_per_hour: '1', default: true }],
        },
      ],
    };
    const good = await serveRogue(json(regions));
    const bad = await serveRogue(json({ error: { code: 'invalid', message: evil } }, 400));
    try {
      expect(JSON.stringify(await clientFor(good.url).readRegions())).not.toMatch(
        /[\u001b\u202e]|\\u001b\[2J"/,
      );
      expect(String(await thrownBy(clientFor(bad.url).readRegions()))).not.toMatch(/[\u001b\u202e]/);
    } finally {
      await good.close();
      await bad.close();
    }
  });

  test('one of more than 16 MiB is left unread, asked for once, and told with what to check', async () => {
    let asked = 0;
    const server = await serveRogue((_request, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(Buffer.alloc(16 * 1024 * 1024 + 1, '['));
    });
    try {
      expect(await thrownBy(clientFor(server.url).readRegions())).toMatchObject({
        kind: 'unreachable',
        message: expect.stringContaining('the answer (200) is longer than 16 MiB') as string,
        hint: expect.stringContaining('Check the endpoint') as string,
      });
      expect(asked).toBe(1);
    } finally {
      await server.close();
    }
  });

  test('keys that a newer service adds are let through', async () => {
    const size = { id: 's', vcpu: 1, memory_gb: 1, usd_per_hour: '1', default: true, gpu: 1 };
    const server = await serveRogue(
      json({ price_basis: 'list', more: 1, regions: [{ id: 'r', name: 'R', default: true, sizes: [size] }] }),
    );
    try {
      expect((await clientFor(server.url).readRegions()).regions).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
});
