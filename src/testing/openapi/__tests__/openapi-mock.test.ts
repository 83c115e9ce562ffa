import document from '../../../../schemas/helix-cloud.openapi.json';
import { checked } from '../openapi-check';
import { serveMock } from '../openapi-mock';
import type { MockServer } from '../openapi-mock';

const KEY = { 'x-api-key': 'k' };
let mock: MockServer;

beforeAll(async () => {
  mock = await serveMock(document, { codes: { listRegions: 429, createCluster: 201 } });
});
afterAll(() => mock.close());

const ask = (path: string, init: RequestInit = {}) =>
  checked(fetch, document)(new Request(`${mock.url}${path}`, { headers: KEY, ...init }));

describe('the mock server', () => {
  it('answers each read operation with an example that the document allows', async () => {
    const answers = await Promise.all(
      ['/clusters', '/clusters/a/status', '/clusters/a/logs'].map((path) => ask(path)),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await answers[1]!.json()).toMatchObject({ state: 'running' });
  });

  it('answers the status that was asked for, with its headers', async () => {
    const answer = await ask('/regions');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2']);
  });

  it('answers streams', async () => {
    const body = JSON.stringify({ digest: 'd', files: [] });
    const headers = {
      ...KEY,
      'helix-owner': 'a/b/c',
      'content-type': 'application/json',
      accept: 'text/event-stream',
    };
    const answer = await ask('/clusters/a/deploy', { method: 'POST', headers, body });
    expect(await answer.text()).toContain('event: done');
    const follow = await ask('/clusters/a/logs?follow=true', { headers });
    expect(follow.headers.get('content-type')).toBe('text/event-stream');
  });

  it('answers 401 without a key, 400 to a wrong request and 404 to what is not there, and says so', async () => {
    const from = mock.requests.length;
    const statuses = [
      await fetch(`${mock.url}/clusters`),
      await fetch(`${mock.url}/clusters/create`, { method: 'POST', headers: KEY }),
      await fetch(`${mock.url}/nowhere`, { headers: KEY }),
    ].map((answer) => answer.status);
    expect(statuses).toEqual([401, 400, 404]);
    const [wrong, nowhere] = mock.requests.slice(from);
    expect([wrong?.operationId, nowhere?.operationId]).toEqual(['createCluster', null]);
    expect(wrong?.problems.join()).toContain("required property 'idempotency-key'");
  });
});

describe('the document', () => {
  it('has an example for each answer, and the examples are what it says', async () => {
    const wrong: string[] = [];
    const codes: Record<string, number> = {};
    const server = await serveMock(document, { codes });
    const send = checked(fetch, document);
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods as Record<string, Operation>)) {
        const example = operation.requestBody?.content['application/json'].example;
        for (const code of Object.keys(operation.responses).map(Number)) {
          codes[operation.operationId] = code;
          const request = new Request(`${server.url}${path.replace('{id}', 'anon-4f1c9a2b')}`, {
            method: method.toUpperCase(),
            headers: {
              ...KEY,
              'x-deployment-key': 'k',
              'helix-owner': 'a/b/c',
              'idempotency-key': 'k',
              'content-type': 'application/json',
            },
            ...(example === undefined ? {} : { body: JSON.stringify(example) }),
          });
          const answer = await send(request).then(
            async (response) => (await response.text(), response.status),
            (error: unknown) => String(error),
          );
          if (answer !== code) wrong.push(`${operation.operationId} ${code}: ${answer}`);
        }
      }
    }
    await server.close();
    expect(wrong).toEqual([]);
  });
});

interface Operation {
  readonly operationId: string;
  readonly responses: object;
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example: object } } };
}
