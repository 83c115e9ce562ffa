import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fetchFrom } from '../node-fetch';

/** Answers requests to a server that lives for one call. */
async function withServer<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const fetchNow = fetchFrom({});

test('a request arrives with its method, its headers and its body, and brings status, headers and body back', () =>
  withServer(
    (request, response) => {
      request.setEncoding('utf8').once('data', (body: string) => {
        response.writeHead(201, { 'x-method': request.method, 'x-key': request.headers['x-api-key'] });
        response.end(body.toUpperCase());
      });
    },
    async (url) => {
      const answer = await fetchNow(
        new Request(url, { method: 'POST', body: 'abc', headers: { 'x-api-key': 'k' } }),
      );
      expect(answer.status).toBe(201);
      expect([answer.headers.get('x-method'), answer.headers.get('x-key')]).toEqual(['POST', 'k']);
      expect(await answer.text()).toBe('ABC');
    },
  ));

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('an answer in %s is unpacked', (encoding, pack) =>
  withServer(
    (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(pack('packed')),
    async (url) => expect(await (await fetchNow(new Request(url))).text()).toBe('packed'),
  ),
);

test('an answer without a body is one, and a redirect is not followed', () =>
  withServer(
    (request, response) =>
      request.url === '/none'
        ? response.writeHead(204).end()
        : response.writeHead(302, { location: 'http://elsewhere.invalid' }).end(),
    async (url) => {
      expect((await fetchNow(new Request(`${url}/none`))).body).toBeNull();
      const moved = await fetchNow(new Request(url));
      expect([moved.status, moved.headers.get('location')]).toEqual([302, 'http://elsewhere.invalid']);
    },
  ));

test.each([
  ['breaks off', (_request, response) => void response.write('a', () => response.destroy())],
  [
    'is packed wrongly',
    (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
  ],
] satisfies [string, RequestListener][])('an answer that %s fails its reader', (_title, listener) =>
  withServer(listener, async (url) => {
    const read = fetchNow(new Request(url)).then((answer) => answer.text());
    await expect(read).rejects.toThrow();
  }),
);

test('a status that HTTP does not have is an error, not a crash', () =>
  withServer(
    (request) => request.socket.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'),
    async (url) => expect(fetchNow(new Request(url))).rejects.toThrow('the status 999 is invalid'),
  ));

test.each(['before the answer', 'in the middle of the answer'])(
  'an aborted signal closes the connection at once: %s',
  (when) =>
    withServer(
      (_request, response) => (when === 'before the answer' ? undefined : void response.write('a')),
      async (url) => {
        const stop = new AbortController();
        const sent = fetchNow(new Request(url, { signal: stop.signal }));
        if (when === 'before the answer') setImmediate(() => stop.abort());
        else void sent.then(() => stop.abort());
        await expect(sent.then((answer) => answer.text())).rejects.toThrow();
      },
    ),
);

test('a reader that cancels closes the connection', async () => {
  let closed: Promise<unknown> | undefined;
  await withServer(
    (_request, response) => {
      closed = once(response, 'close');
      response.write('a');
    },
    async (url) => {
      const answer = await fetchNow(new Request(url));
      await answer.body?.cancel();
      await closed;
    },
  );
});
