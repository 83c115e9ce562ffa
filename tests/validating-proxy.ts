import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import document from '../schemas/helix-cloud.openapi.json';
import { checked } from '../src/testing/openapi/openapi-check';

/**
 * A proxy in front of a server of the Helix Cloud API. A validator that knows only the OpenAPI document checks traffic in
 * both directions, and keeps mismatches in `violations`.
 */
export interface ValidatingProxy {
  readonly url: string;
  readonly violations: readonly string[];
  /** Keeps the next request like this back (`GET /clusters/a/status`), on its way to the server. */
  keepBack(title: RegExp): KeptBack;
  close(): Promise<void>;
}

/** A request that is held back: its sender waits until it is released. */
export interface KeptBack {
  /** Resolves when it is there. */
  readonly arrived: Promise<void>;
  /** Sends it on, whether or not its sender still lives, and resolves when the server has answered. */
  release(): Promise<void>;
}

class Held implements KeptBack {
  readonly title: RegExp;
  readonly arrived: Promise<void>;
  #arrive: () => void = () => undefined;
  #go: () => void = () => undefined;
  #end: () => void = () => undefined;
  readonly #going = new Promise<void>((resolve) => (this.#go = resolve));
  readonly #ended = new Promise<void>((resolve) => (this.#end = resolve));
  #isThere = false;

  constructor(title: RegExp) {
    this.title = title;
    this.arrived = new Promise((resolve) => (this.#arrive = resolve));
  }

  async passThrough<T>(pass: () => Promise<T>): Promise<T> {
    this.#isThere = true;
    this.#arrive();
    await this.#going;
    try {
      return await pass();
    } finally {
      this.#end();
    }
  }

  async release(): Promise<void> {
    this.#go();
    if (this.#isThere) await this.#ended;
  }
}

export async function openValidatingProxy(target: string): Promise<ValidatingProxy> {
  const check = checked((request) => fetch(request), document, { tornBodies: true });
  const held: Held[] = [];
  const pass = async (request: Request): Promise<Response> => {
    const { method, url } = request;
    const title = `${method} ${new URL(url).pathname}`;
    const [keeper] = held.splice(held.findIndex((one) => one.title.test(title)) >>> 0, 1);
    if (keeper === undefined) return check(await moveAddress(request, target));
    // It is on its way: the server gets it even when its sender has died.
    const sent = new Request(await moveAddress(request, target), { signal: null });
    return keeper.passThrough(() => check(sent));
  };
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, { outgoing }) => {
      try {
        const answer = await pass(request);
        const headers = new Headers(answer.headers);
        // They are about the way from the server to this proxy.
        for (const name of ['content-encoding', 'content-length', 'connection', 'keep-alive'])
          headers.delete(name);
        return new Response(answer.body, { status: answer.status, headers });
      } catch {
        // A dropped connection is passed on as one; so is a violation, which `violations` holds.
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
    keepBack: (title) => {
      const one = new Held(title);
      held.push(one);
      return one;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function moveAddress(request: Request, target: string): Promise<Request> {
  const { pathname, search } = new URL(request.url);
  const { method, headers, signal } = request;
  // The server's library gives every DELETE and POST a body, if an empty one.
  const body = await request.text();
  const init: RequestInit = { method, headers, signal, redirect: 'manual' };
  return new Request(target + pathname + search, body === '' ? init : { ...init, body });
}
