import { request } from 'node:http';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Certificates } from '../hosts/certificates';
import { Shelf } from './shelf';
import { StandIn } from './stand-in';

describe('a stand-in', () => {
  let shelf: Shelf;
  let standIn: StandIn;
  beforeEach(async () => {
    shelf = new Shelf();
    standIn = await StandIn.start(shelf);
  });
  afterEach(() => standIn.stop());

  async function call(method: string, path: string, body?: unknown, token = 'reader'): Promise<unknown[]> {
    const answer = await fetch(standIn.url + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return [answer.status, await answer.json()];
  }
  const create = () => call('POST', '/v1/attic/books?copies=1', { title: 'emma' });

  it('answers what its vendor has, and logs it', async () => {
    expect(await create()).toEqual([200, { id: 'emma', done: true }]);
    expect(await call('GET', '/v1/attic/books/emma')).toEqual([200, { title: 'emma', lent: false }]);
    expect(standIn.log).toEqual([
      {
        method: 'POST',
        path: '/v1/attic/books',
        query: 'copies=1',
        operation: 'books.create',
        body: { title: 'emma' },
        status: 200,
      },
      {
        method: 'GET',
        path: '/v1/attic/books/emma',
        query: '',
        operation: 'books.get',
        body: null,
        status: 200,
      },
    ]);
    expect(standIn.violations).toEqual([]);
  });

  it('takes the path with the most fixed text', async () => {
    await create();
    expect(await call('POST', '/v1/attic/books/emma:lend')).toEqual([200, { title: 'emma', lent: true }]);
  });

  it.each<[string, string, string, unknown, number, string]>([
    ['a path', 'GET', '/v2/attic', undefined, 404, 'the document does not have it'],
    ['a method', 'DELETE', '/v1/attic/books', undefined, 404, 'the document does not have it'],
    ['a parameter of the path', 'POST', '/v1/A/books?copies=1', { title: 'emma' }, 400, 'room: "A"'],
    ['a missing query', 'POST', '/v1/attic/books', { title: 'emma' }, 400, 'query copies: it is required'],
    ['a query of another type', 'POST', '/v1/attic/books?copies=x', { title: 'emma' }, 400, 'integer'],
    ['an unknown query', 'GET', '/v1/attic/books/emma?x=1', undefined, 400, 'query x:'],
    ['an unknown property', 'POST', '/v1/attic/books?copies=1', { title: 'emma', a: 1 }, 400, '(a)'],
    ['a value', 'POST', '/v1/attic/books?copies=1', { title: 'EMMA' }, 400, 'body/title: must match'],
    ['a body', 'POST', '/v1/attic/books/emma:lend', {}, 400, 'the request has a body'],
    ['a body that is not JSON', 'POST', '/v1/attic/books?copies=1', '{', 400, 'the body is not JSON'],
  ])(
    'refuses %s that the document does not allow, and records it',
    async (_, method, path, body, status, problem) => {
      expect(await call(method, path, body)).toEqual([status, expect.anything()]);
      expect(standIn.violations).toEqual([expect.stringContaining(problem)]);
      expect([...shelf.books]).toEqual([]);
    },
  );

  it('records an answer that the document does not allow', async () => {
    await create();
    shelf.books.set('emma', { title: 'emma', lent: 'yes' as unknown as boolean });
    await call('GET', '/v1/attic/books/emma');
    expect(standIn.violations).toEqual(['answer to books.get: body/lent: must be boolean']);
  });

  it('gives its vendor the call to refuse who is unknown', async () => {
    expect(await call('GET', '/v1/attic/books/emma', undefined, 'thief')).toEqual([401, expect.anything()]);
  });

  it('ends an operation when it has been asked for often enough', async () => {
    shelf.operations.polls = 2;
    expect(await create()).toEqual([200, { id: 'emma', done: false }]);
    expect(await call('GET', '/v1/operations/emma')).toEqual([200, { id: 'emma', done: false }]);
    expect([...shelf.books]).toEqual([]);
    expect(await call('GET', '/v1/operations/emma')).toEqual([200, { id: 'emma', done: true }]);
    expect([...shelf.books.keys()]).toEqual(['emma']);
  });

  it('fails with a status as often as a test asks, after the calls to skip', async () => {
    standIn.faults.add('books.create', { status: 503 }, { skip: 1, times: 2 });
    const statuses = [await create(), await create(), await create(), await create()].map(
      ([status]) => status,
    );
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it("fails by the vendor's own code", async () => {
    standIn.faults.add('*', { failure: 'SHELF_FULL' });
    expect(await create()).toEqual([507, { error: 'SHELF_FULL' }]);
  });

  it.each([
    ['before', []],
    ['after', ['emma']],
  ] as const)('breaks a connection %s the effect', async (dropped, kept) => {
    standIn.faults.add('books.create', { dropped });
    await expect(create()).rejects.toThrow('fetch failed');
    expect([...shelf.books.keys()]).toEqual(kept);
    expect(standIn.log).toMatchObject([{ operation: 'books.create', status: null }]);
  });

  it('keeps a request back until it is released', async () => {
    const held = standIn.faults.hold('books.create');
    const answer = create();
    await held.arrived;
    expect([...shelf.books]).toEqual([]);
    await held.release();
    expect([...shelf.books.keys()]).toEqual(['emma']);
    expect(await answer).toEqual([200, { id: 'emma', done: true }]);
  });
});

describe('a stand-in with HTTPS', () => {
  it('is reached by the name of its vendor through its proxy, and nothing else is', async () => {
    const certificates = new Certificates('DNS:api.shelf.example');
    const standIn = await StandIn.start(new Shelf(), certificates);
    const proxy = await standIn.startProxy(['api.shelf.example']);
    try {
      const [answer, socket] = await openTunnel(proxy.port, 'api.shelf.example:443');
      expect(answer.statusCode).toBe(200);
      const secure = connect({
        socket,
        servername: 'api.shelf.example',
        ca: readFileSync(certificates.ca),
      });
      secure.end(
        'GET /v1/attic/books/emma HTTP/1.1\r\nhost: x\r\nauthorization: Bearer reader\r\nconnection: close\r\n\r\n',
      );
      expect(await text(secure)).toContain('no such book');
      const [refused] = await openTunnel(proxy.port, 'elsewhere.example:443');
      expect(refused.statusCode).toBe(403);
      expect(proxy.seen).toEqual(['CONNECT api.shelf.example:443', 'CONNECT elsewhere.example:443']);
    } finally {
      proxy.close();
      await standIn.stop();
      certificates.remove();
    }
  });
});

async function openTunnel(port: number, path: string): Promise<[IncomingMessage, Socket]> {
  const asked = request({ host: '127.0.0.1', port, method: 'CONNECT', path }).end();
  return (await once(asked, 'connect')) as [IncomingMessage, Socket];
}
