import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import document from '../../../../schemas/helix-cloud.openapi.json';
import { checked } from '../../../testing/openapi/openapi-check';
import { HelixError } from '../../../errors';
import { ManualClock } from '../../../testing/manual-clock';
import { SystemClock } from '../../host/clock';
import { SystemRandom } from '../../host/random';
import { serveEmulator } from '../serve';
import type { ServedEmulator, ServeOptions } from '../serve';
import { callerOf, createBody, deployBody, eventsIn, readStatus, passTimeDuring } from './harness';
import type { Call } from './harness';

const FAST = { provisionMs: 5, updateMs: 5, stopMs: 5, startMs: 5, deleteMs: 5, deployStepMs: 2 };

async function startServer(
  options: Partial<ServeOptions>,
  use: (served: ServedEmulator, call: Call) => Promise<void>,
): Promise<void> {
  const served = await serveEmulator({
    port: 0,
    directory: null,
    apiKey: null,
    clock: new SystemClock(),
    random: new SystemRandom(),
    timings: FAST,
    ...options,
  });
  try {
    await use(served, callerOf(checked(fetch, document), served.url));
  } finally {
    await served.close();
  }
}

async function waitUntil(call: Call, id: string, state: string): Promise<void> {
  while ((await readStatus(call, id)).state !== state) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('the emulator over HTTP', () => {
  it('takes a cluster through its life', async () => {
    await startServer({}, async (_, call) => {
      expect((await call('POST', '/clusters/create', { body: createBody('a') })).status).toBe(201);
      await waitUntil(call, 'a', 'running');
      const files = {
        'schema.hx': 'N::User { name: String }\n',
        'queries.hx': 'QUERY q() =>\n  RETURN N<User>\n',
      };
      const deployed = await call('POST', '/clusters/a/deploy', { body: deployBody('d', files) });
      expect(eventsIn(deployed.text).at(-1)).toEqual({ event: 'done', data: { digest: 'd' } });
      expect((await call('PATCH', '/clusters/a', { body: { size: 'large' } })).status).toBe(200);
      await waitUntil(call, 'a', 'running');
      await call('POST', '/clusters/a/stop');
      await waitUntil(call, 'a', 'stopped');
      await call('DELETE', '/clusters/a');
      while ((await call('GET', '/clusters/a/status')).status !== 404);
    });
  });

  it('35: drop-after-commit breaks the connection, the work done', async () => {
    await startServer({}, async ({ emulator }, call) => {
      emulator.faults.rules = [{ fault: { kind: 'drop-after-commit' }, next: 1 }];
      await expect(call('POST', '/clusters/create', { body: createBody('a') })).rejects.toThrow(
        'fetch failed',
      );
      await waitUntil(call, 'a', 'running');
    });
  });

  it('sends events as they happen, and the headers before them', async () => {
    const clock = new ManualClock();
    await startServer({ clock }, async ({ url }, call) => {
      await call('POST', '/clusters/create', { body: createBody('a') });
      await clock.advance(FAST.provisionMs);
      // No time passes until the first event is here.
      const response = await fetch(`${url}/clusters/a/deploy`, {
        method: 'POST',
        headers: { 'helix-owner': 'alice/default/cluster.main' },
        body: JSON.stringify(deployBody('d', { 'a.hx': '', 'b.hx': '' })),
      });
      const body: ReadableStream<Uint8Array> = response.body!;
      const reader = body.getReader();
      const decoder = new TextDecoder();
      let text = decoder.decode((await reader.read()).value, { stream: true });
      expect(eventsIn(text)).toMatchObject([{ event: 'progress', data: { step: 'validating' } }]);
      const reading = (async () => {
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          text += decoder.decode(part.value, { stream: true });
        }
      })();
      await passTimeDuring(clock, reading);
      expect(eventsIn(text).map(({ event }) => event)).toEqual([
        ...Array<string>(4).fill('progress'),
        'done',
      ]);
    });
  });

  it('closes at once, also while somebody follows logs', async () => {
    let followed: Promise<string> | undefined;
    await startServer({}, async ({ url }, call) => {
      await call('POST', '/clusters/create', { body: createBody('a') });
      const response = await fetch(`${url}/clusters/a/logs?follow=true`);
      followed = response.text();
      followed.catch(() => undefined);
    });
    await expect(followed).rejects.toThrow();
  });

  it('offers switches and counters only when asked to', async () => {
    await startServer({}, async ({ url }) => {
      expect((await fetch(`${url}/_emulator/faults`)).status).toBe(404);
      expect((await fetch(`${url}/_emulator/calls`)).status).toBe(404);
    });
  });

  it('switches faults over HTTP, and counts', async () => {
    await startServer({ controls: true, apiKey: 'k' }, async ({ url }, call) => {
      const headers = { 'x-api-key': 'k' };
      const put = (body: unknown) =>
        fetch(`${url}/_emulator/faults`, { method: 'PUT', headers, body: JSON.stringify(body) });
      const rules = [{ fault: { kind: 'rate-limit', retryAfterSeconds: 1 }, next: 1 }];
      expect((await fetch(`${url}/_emulator/faults`)).status).toBe(401);
      expect((await put({ rules: [{ fault: { kind: 'fire' } }] })).status).toBe(400);
      expect((await put([])).status).toBe(400);
      expect((await put({ seed: 3, rules })).status).toBe(200);
      expect(await (await fetch(`${url}/_emulator/faults`, { headers })).json()).toEqual({ seed: 3, rules });
      const answers = [
        await call('GET', '/regions', { apiKey: 'k' }),
        await call('GET', '/regions', { apiKey: 'k' }),
      ];
      expect(answers.map((answer) => answer.status)).toEqual([429, 200]);
      expect(await (await fetch(`${url}/_emulator/calls`, { headers })).json()).toEqual({
        requests: { listRegions: 2 },
        commits: {},
        clusters: {},
      });
    });
  });

  it('says when a port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(startServer({ port }, () => Promise.resolve())).rejects.toThrow(HelixError);
    taken.close();
  });
});
