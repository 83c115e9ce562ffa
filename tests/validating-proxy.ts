import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import document from '../schemas/helix-cloud.openapi.json';
import { checked } from '../src/testing/openapi-check';

/**
 * A door before a server of the Helix Cloud API. Whatever passes, in either direction, is checked by a validator that
 * knows nothing but the OpenAPI document; what does not fit is kept in `violations`.
 */
export interface CheckedDoor {
  readonly url: string;
  readonly violations: readonly string[];
  close(): Promise<void>;
}

export async function openCheckedDoor(target: string): Promise<CheckedDoor> {
  const check = checked((request) => fetch(request), document, { tornBodies: true });
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, { outgoing }) => {
      try {
        const answer = await check(await moved(request, target));
        const headers = new Headers(answer.headers);
        // They are about the way from the server to this door.
        for (const name of ['content-encoding', 'content-length', 'connection', 'keep-alive'])
          headers.delete(name);
        return new Response(answer.body, { status: answer.status, headers });
      } catch {
        // A dropped connection goes on as one; so does a breach, which `violations` tells of.
        outgoing.destroy();
        return new Response(null);
      }
    },
  }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    violations: check.violations,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function moved(request: Request, target: string): Promise<Request> {
  const { pathname, search } = new URL(request.url);
  const { method, headers, signal } = request;
  // The server's library gives every DELETE and POST a body, if an empty one.
  const body = await request.text();
  const init: RequestInit = { method, headers, signal, redirect: 'manual' };
  return new Request(target + pathname + search, body === '' ? init : { ...init, body });
}
