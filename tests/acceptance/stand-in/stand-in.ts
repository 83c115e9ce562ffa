import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Json } from '../../../src/values/json';
import type { Certificates } from '../hosts/certificates';
import { ForwardProxy } from '../hosts/forward-proxy';
import { Faults, HeldCall } from './faults';
import { RequestCheck } from './request-check';
import type { Match } from './request-check';
import { Refused } from './vendor';
import type { Answer, IncomingCall, Vendor } from './vendor';

/** The call that tells whose credentials are. The reduced documents lack it, and a stand-in answers it as unknown. */
const IDENTITY_CALL = /^GET (\/v2\/account|\/cloudresourcemanager\/v1\/projects\/[^/]+)$/;

/** A request that was answered. */
export interface LoggedCall {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** The id of the operation; null if the document does not have it. */
  readonly operation: string | null;
  readonly body: Json;
  /** The status of the answer; null if the connection was broken instead. */
  readonly status: number | null;
}

/** A vendor's API on loopback, in the process of the test: a test that blocks its process blocks it as well. */
export class StandIn {
  readonly faults = new Faults();
  readonly log: LoggedCall[] = [];
  /** Each request that the documents do not allow, and each answer: a test of a client expects none. */
  readonly violations: string[] = [];
  readonly #vendor: Vendor;
  readonly #check: RequestCheck;
  readonly #server: Server;
  readonly #scheme: 'http' | 'https';

  private constructor(vendor: Vendor, certificates: Certificates | null) {
    this.#vendor = vendor;
    this.#check = new RequestCheck(vendor.documents);
    this.#scheme = certificates === null ? 'http' : 'https';
    const fetch = (request: Request, { outgoing }: { outgoing: { destroy(): unknown } }) =>
      this.#respond(request, () => outgoing.destroy());
    const common = { overrideGlobalObjects: false, fetch: fetch as (request: Request) => Promise<Response> };
    this.#server = createAdaptorServer(
      certificates === null
        ? { ...common, createServer }
        : {
            ...common,
            createServer: createTlsServer,
            serverOptions: {
              key: readFileSync(certificates.key),
              cert: readFileSync(certificates.certificate),
            },
          },
    ) as Server;
    // A slow client may use a connection again at the very moment at which it would be closed.
    this.#server.keepAliveTimeout = 0;
  }

  /** Starts it on a free port: with HTTPS when there are certificates. */
  static async start(vendor: Vendor, certificates: Certificates | null = null): Promise<StandIn> {
    const standIn = new StandIn(vendor, certificates);
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  /** Starts a proxy that leads these hosts here, and refuses all others: `seen` lists what was asked for. */
  async startProxy(hosts: readonly string[]): Promise<ForwardProxy> {
    const refuse = (_: unknown, response: { writeHead(status: number): { end(): unknown } }) =>
      response.writeHead(403).end();
    return ForwardProxy.start(refuse, (host) => (hosts.includes(host) ? this.port : null));
  }

  async stop(): Promise<void> {
    const isClosed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await isClosed;
  }

  async #respond(request: Request, drop: () => void): Promise<Response> {
    const { pathname: path, searchParams: query } = new URL(request.url);
    const call = { method: request.method, path, query, headers: request.headers };
    const text = await request.text().catch(() => '');
    const body = parsed(text);
    const match = this.#check.find(call.method, path);
    const answer = await this.#answer(call, body, match).catch((cause: unknown): Answer => {
      this.violations.push(`${call.method} ${path}: ${cause instanceof Error ? (cause.stack ?? '') : ''}`);
      return { status: 500 };
    });
    this.log.push({
      method: call.method,
      path,
      query: query.toString(),
      operation: match?.operation.id ?? null,
      body: body === undefined ? null : body,
      status: answer?.status ?? null,
    });
    if (answer !== null) return response(answer);
    drop();
    return new Response(null);
  }

  /** Answers a call; null if its connection is to break. */
  async #answer(call: IncomingCall, body: Json | undefined, match: Match | null): Promise<Answer | null> {
    const refused = this.#vendor.guard(call);
    if (refused !== null) return refused;
    if (match === null) {
      if (!IDENTITY_CALL.test(`${call.method} ${call.path}`))
        this.violations.push(`${call.method} ${call.path}: the document does not have it`);
      return this.#vendor.refuse({ kind: 'unknown', path: call.path });
    }
    const problems =
      body === undefined ? ['the body is not JSON'] : this.#check.problemsOfRequest(match, call.query, body);
    if (body === undefined || problems.length > 0) {
      this.violations.push(`${call.method} ${call.path}: ${problems.join('; ')}`);
      return this.#vendor.refuse({ kind: 'invalid', problems });
    }
    const fault = this.faults.take(match.operation.id);
    if (fault instanceof HeldCall) {
      return fault.passThrough(() => Promise.resolve(this.#handle(call, body, match, null)));
    }
    if (fault === null) return this.#handle(call, body, match, null);
    if ('status' in fault) return this.#vendor.refuse({ kind: 'fault', status: fault.status });
    if ('failure' in fault) return this.#handle(call, body, match, fault.failure);
    if (fault.dropped === 'after') this.#handle(call, body, match, null);
    return null;
  }

  #handle(call: IncomingCall, body: Json, { operation, params }: Match, failure: string | null): Answer {
    const handler = this.#vendor.handlers[operation.id];
    if (handler === undefined) throw new Error(`no handler for ${operation.id}`);
    try {
      const answer = handler({ ...call, operation: operation.id, params, body, failure });
      const problems = this.#check.problemsOfAnswer(operation, answer.body ?? null);
      if (problems.length > 0) this.violations.push(`answer to ${operation.id}: ${problems.join('; ')}`);
      return answer;
    } catch (cause) {
      if (cause instanceof Refused) return cause.answer;
      throw cause;
    }
  }
}

/** A body as JSON: null if it is empty, undefined if it is something else. */
function parsed(text: string): Json | undefined {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function response({ status, body, headers = {} }: Answer): Response {
  if (body === undefined) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
  });
}
