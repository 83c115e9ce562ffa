import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SystemClock } from '../../../host/clock';
import { SystemRandom } from '../../../host/random';
import { fetchFrom } from '../../../http/node-fetch';
import type { RequestLogEntry } from '../../../http/request-log';
import { SentSecrets } from '../../../http/sent-secrets';
import { HelixCloudClient } from '../client';

const KEY = 'hx_live_0123456789';
const VALUE = 'sk-the-value';
const OWNER = { lineage: 'l', workspace: 'default', address: 'cluster.a' };
const TEXT = `the key ${KEY} of ${VALUE}`;
const MASKED = 'the key *** of ***';

/** Calls a server that answers in this way, and returns all that came out: the result or the error, and the log. */
async function callServer(
  listener: RequestListener,
  call: (client: HelixCloudClient) => Promise<unknown>,
): Promise<{ readonly outcome: unknown; readonly all: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const logs: RequestLogEntry[] = [];
  const secrets = new SentSecrets(KEY);
  secrets.remember(VALUE);
  const client = new HelixCloudClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: KEY,
    secrets,
    keySource: 'HELIX_API_KEY',
    clock: new SystemClock(),
    random: new SystemRandom(),
    retry: { attempts: 1 },
    fetch: fetchFrom({}),
    onLog: (entry) => logs.push(entry),
  });
  try {
    const outcome = await call(client).catch((error: unknown) => error);
    const { message, stack, hint } = outcome as { message?: string; stack?: string; hint?: string };
    return { outcome, all: JSON.stringify([outcome, message, stack, hint, logs]) };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const answer =
  (status: number, type: string, body: string, headers = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  };
const error = (status: number) =>
  answer(status, 'application/json', JSON.stringify({ error: { code: 'invalid', message: TEXT } }));

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('a secret that a server repeats', () => {
  test.each<[string, RequestListener]>([
    ['an error', error(400)],
    ['a busy answer', error(503)],
    ['a page', answer(200, 'text/html', `<title>${TEXT}</title>`)],
    ['a redirect', answer(302, 'text/plain', '', { location: `http://elsewhere/?key=${KEY}` })],
    ['a content type', answer(200, `text/x-${KEY}`, '')],
  ])('is masked in the error for %s', async (_title, listener) => {
    const { outcome, all } = await callServer(listener, (client) => client.readRegions());
    expect(outcome).toHaveProperty('kind');
    expect(all).toContain('***');
    expect(all).not.toContain(KEY);
    expect(all).not.toContain(VALUE);
  });

  test('is masked in the lines of a log, read and followed', async () => {
    const line = { time: '2026-11-18T09:14:39.800Z', level: 'info', message: TEXT };
    const lines = answer(200, 'application/x-ndjson', `${JSON.stringify(line)}\n`);
    const read = await callServer(lines, (client) => client.readLogs('c1', {}));
    expect(read.outcome).toEqual([{ ...line, message: MASKED }]);

    const events = `event: log\ndata: ${JSON.stringify(line)}\n\nevent: end\ndata: {"reason":"gone"}\n\n`;
    const followed = await callServer(answer(200, 'text/event-stream', events), (client) =>
      collect(client.followLogs('c1', {})),
    );
    expect(followed.outcome).toEqual([{ ...line, message: MASKED }]);
  });

  test('is masked in the progress and the refusal of a deployment', async () => {
    const messages: string[] = [];
    const progress = { step: 'validating', message: TEXT, done: 0, total: 1 };
    const place = { file: 'a.hx', line: 1, column: 1, message: TEXT };
    const failed = { code: 'invalid_queries', message: TEXT, errors: [place] };
    const events = `event: progress\ndata: ${JSON.stringify(progress)}\n\nevent: error\ndata: ${JSON.stringify(failed)}\n\n`;
    const { outcome } = await callServer(answer(200, 'text/event-stream', events), (client) =>
      client.deploy('c1', { digest: 'd', files: [] }, { owner: OWNER }, ({ message }) =>
        messages.push(message),
      ),
    );
    expect(messages).toEqual([MASKED]);
    expect(outcome).toMatchObject({ message: MASKED, errors: [{ message: MASKED }] });
  });

  test('is masked in the reasons of a cluster, whose names stay whole', async () => {
    const cluster = {
      cluster_id: `id-${VALUE}`,
      owner: OWNER,
      incarnation: 'i',
      state: 'failed',
      reason: TEXT,
      last_error: TEXT,
      endpoint: `https://a.example/?key=${KEY}`,
      region: 'us-east-1',
      size: 'small',
      vcpu: 1,
      memory_gb: 1,
      build_mode: 'release',
      db_config: {},
      env_vars: [],
      labels: {},
      deployment: null,
      created_at: '2026-11-18T09:12:04.120Z',
      updated_at: '2026-11-18T09:12:04.120Z',
    };
    const { outcome } = await callServer(answer(200, 'application/json', JSON.stringify(cluster)), (client) =>
      client.readStatus('c1'),
    );
    expect(outcome).toMatchObject({
      cluster_id: `id-${VALUE}`,
      reason: MASKED,
      last_error: MASKED,
      endpoint: 'https://a.example/?key=***',
    });
  });
});

test('a short key is masked in messages alone: it could be a word of the API', () => {
  const secrets = new SentSecrets('small');
  expect(secrets.maskMessage('a small key')).toBe('a *** key');
  expect(secrets.inData).toEqual([]);
});
