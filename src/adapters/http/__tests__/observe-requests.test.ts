import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { announceRequest, observeRequests } from '../observe-requests';
import { requestText } from '../request-log';
import type { RequestLogEntry } from '../request-log';

const written: RequestLogEntry[] = [];
let now = 0;
const server = createServer((request, answer) => {
  now += 12;
  answer.writeHead(request.url === '/gone' ? 404 : 200).end('x');
});
let origin = '';

beforeAll(async () => {
  observeRequests(
    (entry) => written.push(entry),
    () => now,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => written.splice(0));
afterAll(() => server.close());

async function send(path: string, headers: Record<string, string> = {}): Promise<void> {
  const [answer] = (await once(get(origin + path, { headers, agent: false }), 'response')) as [
    NodeJS.ReadableStream,
  ];
  answer.resume();
  await once(answer, 'end');
}

describe('the log of requests', () => {
  it('has every request of the process, with its answer and time', async () => {
    await send('/gone');
    expect(written).toEqual([{ method: 'GET', origin, path: '/gone', status: 404, ms: 12, attempt: 1 }]);
    expect(written.map(requestText)).toEqual([`GET ${origin}/gone: 404 in 12 ms`]);
  });

  it('shows no key that stands in an address', async () => {
    await send('/skus?key=AIza-secret&page=2&access_token=t&buildargs=%7B%7D');
    expect(written[0]?.path).toBe('/skus?key=***&page=2&access_token=***&buildargs=***');
  });

  it('leaves out what its client logs itself', async () => {
    await send('/clusters', { 'x-request-id': 'id' });
    expect(written).toEqual([]);
  });

  it('has requests that were not answered, with the reason', async () => {
    const request = get('http://127.0.0.1:1/');
    await once(request, 'error').catch(() => undefined);
    await new Promise((resolve) => request.once('close', resolve));
    expect(written).toMatchObject([
      { status: null, error: expect.stringContaining('ECONNREFUSED') as string },
    ]);
  });

  it('has statements to a database', () => {
    const entry = {
      method: 'SELECT',
      origin: 'postgres://db/state',
      path: '',
      status: null,
      ms: 3,
      attempt: 1,
    };
    announceRequest(entry);
    expect(written).toEqual([entry]);
    expect(requestText(entry)).toBe('SELECT postgres://db/state: done in 3 ms');
  });
});
