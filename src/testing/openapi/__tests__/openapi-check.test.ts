import document from '../../../../schemas/helix-cloud.openapi.json';
import { checked, ContractViolation } from '../openapi-check';
import type { CheckOptions } from '../openapi-check';

const REGIONS = document.paths['/regions'].get.responses['200'].content['application/json'].example;
const DEPLOY_URL = 'http://helix.test/clusters/a/deploy';
const DEPLOY = { method: 'POST', headers: { 'helix-owner': 'a/b/c', 'content-type': 'application/json' } };

function answering(body: string, init: Init = {}, options: CheckOptions = {}) {
  const headers = { 'content-type': 'application/json', 'x-request-id': 'r', ...init.headers };
  return checked(() => Promise.resolve(new Response(body, { ...init, headers })), document, options);
}

interface Init {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

function deployment(stream: string) {
  const fetch = answering(stream, { headers: { 'content-type': 'text/event-stream' } });
  const body = JSON.stringify({ digest: 'd', files: [] });
  return fetch(new Request(DEPLOY_URL, { ...DEPLOY, body }));
}

describe('a checked fetch', () => {
  const regions = () => new Request('http://helix.test/regions');

  it('passes on what the document allows', async () => {
    const fetch = answering(JSON.stringify(REGIONS));
    expect(await (await fetch(regions())).json()).toEqual(REGIONS);
    expect(fetch.violations).toEqual([]);
  });

  it.each([
    ['a missing key', JSON.stringify({ regions: REGIONS.regions }), {}, 'price_basis'],
    ['a key too many', JSON.stringify({ ...REGIONS, extra: 1 }), {}, 'extra'],
    ['text that is not JSON', '{"regions"', {}, 'not JSON'],
    ['an unknown status', '{}', { status: 418 }, '418'],
    ['an unknown content type', 'x', { headers: { 'content-type': 'text/html' } }, 'text/html'],
    [
      'a 429 without Retry-After',
      JSON.stringify({ error: { code: 'rate_limited', message: 'm' } }),
      { status: 429 },
      'retry-after',
    ],
  ])('throws on an answer with %s, and keeps the violation', async (_, body, init, said) => {
    const fetch = answering(body, init);
    await expect(fetch(regions())).rejects.toThrow(ContractViolation);
    expect(fetch.violations).toEqual([expect.stringContaining(said)]);
  });

  it.each([
    ['an unknown path', new Request('http://helix.test/nowhere'), 'not in the document'],
    ['an unknown query parameter', new Request('http://helix.test/clusters?color=red'), 'color'],
    ['a missing header', new Request('http://helix.test/clusters/a', { method: 'DELETE' }), 'helix-owner'],
    ['a wrong body', new Request(DEPLOY_URL, { ...DEPLOY, body: '{"digest":"d"}' }), 'files'],
    ['a broken body', new Request(DEPLOY_URL, { ...DEPLOY, body: '{"digest"' }), 'not JSON'],
  ])('throws on a request with %s, before it is sent', async (_, request, said) => {
    const send = jest.fn(() => Promise.resolve(new Response()));
    await expect(checked(send, document)(request)).rejects.toThrow(said);
    expect(send).not.toHaveBeenCalled();
  });

  it('lets wrong requests and torn bodies pass where a test is about them', async () => {
    const error = JSON.stringify({ error: { code: 'invalid', message: 'm' } });
    const wrong = answering(error, { status: 400 }, { requests: false });
    expect((await wrong(new Request('http://helix.test/clusters?color=red'))).status).toBe(400);
    const torn = answering('{"regio', {}, { tornBodies: true });
    expect(await (await torn(regions())).text()).toBe('{"regio');
  });

  it('passes on a stream of events that the document allows, and one that was cut', async () => {
    const text = 'event: progress\ndata: {"step":"activating","message":"m","done":0,"total":0}\n\n';
    expect(await (await deployment(`:\n\n${text}event: done\ndata: {"digest":"d"}\n\n`)).text()).toContain(
      'done',
    );
    expect(await (await deployment(`${text}event: do`)).text()).toContain('progress');
  });

  it.each([
    ['an unknown event', 'event: hello\ndata: {}\n\n', 'event hello'],
    ['wrong data', 'event: done\ndata: {}\n\n', 'digest'],
    ['data that is not JSON', 'event: done\ndata: x\n\n', 'not JSON'],
    ['an event after the last one', 'event: done\ndata: {"digest":"d"}\n\n'.repeat(2), 'after done'],
  ])('breaks a stream with %s', async (_, stream, said) => {
    await expect((await deployment(stream)).text()).rejects.toThrow(said);
  });

  it('checks each line of JSON lines', async () => {
    const logs = (body: string) =>
      answering(body, { headers: { 'content-type': 'application/x-ndjson' } })(
        new Request('http://helix.test/clusters/a/logs'),
      );
    const line = '{"time":"2026-11-18T09:12:04Z","level":"info","message":"m"}';
    expect(await (await logs(`${line}\n${line}\n`)).text()).toContain('info');
    await expect((await logs(`${line}\n{"level":"info"}\n`)).text()).rejects.toThrow('time');
    await expect((await logs(`${line}\n${line}`)).text()).rejects.toThrow('last line');
  });
});
