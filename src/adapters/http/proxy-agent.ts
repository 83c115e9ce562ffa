import * as http from 'node:http';
import * as https from 'node:https';
import { connect, isIP } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { HelixError } from '../../errors';
import { proxyFor } from './proxy-for';
import { ProxyFailure } from './proxy-failure';

type Environment = Readonly<Record<string, string | undefined>>;

/** The target of a request, as Node hands it to an agent. */
interface RequestOptions extends https.RequestOptions {
  readonly secureEndpoint?: boolean;
}

type Created = (error: Error | null, socket: Socket) => void;

/** An agent with the method by which Node gives it each request; the type declarations leave it out. */
type RequestAgent = http.Agent & { addRequest(request: http.ClientRequest, options: RequestOptions): void };

/** Connections of one protocol, each through the proxy that the environment names for its target, or direct. */
export class ProxyAgent extends http.Agent {
  // Node compares the protocol with that of each request, and completes addresses with the port.
  readonly protocol: 'http:' | 'https:';
  readonly defaultPort: number;
  readonly #environment: Environment;
  readonly #options: https.AgentOptions;
  readonly #agents = new Map<string, RequestAgent>();

  constructor(protocol: 'http:' | 'https:', environment: Environment, options: https.AgentOptions) {
    super(options);
    this.protocol = protocol;
    this.defaultPort = protocol === 'https:' ? 443 : 80;
    this.#environment = environment;
    this.#options = options;
  }

  addRequest(request: http.ClientRequest, options: RequestOptions): void {
    const secureEndpoint = this.protocol === 'https:';
    const { host, port } = options;
    const target = {
      secure: secureEndpoint,
      host: host ?? 'localhost',
      port: Number(port ?? this.defaultPort),
    };
    const proxy = proxyFor(target, this.#environment);
    const agent = this.#agents.get(proxy?.url ?? '') ?? this.#agentFor(proxy);
    this.#agents.set(proxy?.url ?? '', agent);
    agent.addRequest(request, { ...options, ...this.#options, secureEndpoint });
  }

  #agentFor(proxy: ReturnType<typeof proxyFor>): RequestAgent {
    const secure = this.protocol === 'https:';
    return (proxy === null
      ? new (secure ? https.Agent : http.Agent)(this.#options)
      : new (secure ? Tunnel : Forwarder)(proxyUrl(proxy).href, this.#options)) as unknown as RequestAgent;
  }
}

/** A proxy that opens a tunnel for each connection. */
class Tunnel extends HttpsProxyAgent<string> {
  override async connect(
    request: http.ClientRequest,
    target: Parameters<HttpsProxyAgent<string>['connect']>[1],
  ): ReturnType<HttpsProxyAgent<string>['connect']> {
    let status = 200;
    request.once('proxyConnect', (answer: { readonly statusCode: number }) => (status = answer.statusCode));
    const socket = await super.connect(request, target).catch((error: unknown) => {
      throw ProxyFailure.unanswered(this.proxy, error);
    });
    if (status === 200) return socket;
    // The socket would repeat the proxy's answer as if it were the server's.
    socket.destroy();
    throw ProxyFailure.refused(this.proxy, status);
  }
}

const node = http.Agent.prototype as RequestAgent;

/** A proxy that passes requests on: they carry their whole URL, and all go to the proxy. */
class Forwarder extends http.Agent {
  readonly #proxy: URL;

  constructor(proxy: string, options: https.AgentOptions) {
    super(options);
    this.#proxy = new URL(proxy);
  }

  addRequest(request: http.ClientRequest, given: RequestOptions): void {
    const { username, protocol, hostname, port } = this.#proxy;
    request.path = `http://${String(request.getHeader('host'))}${request.path}`;
    if (username !== '') request.setHeader('proxy-authorization', basicLogin(this.#proxy));
    const host = hostname.replace(/^\[|\]$/g, '');
    node.addRequest.call(this, request, {
      ...given,
      host,
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : port,
      servername: isIP(host) === 0 ? host : '',
    });
  }

  override createConnection(options: object, created?: Created): undefined {
    const secure = this.#proxy.protocol === 'https:';
    const given = options as NetConnectOpts & ConnectionOptions;
    const socket: Socket = secure ? connectTls(given) : connect(given);
    const fail = (error: Error): void => created?.(ProxyFailure.unanswered(this.#proxy, error), socket);
    socket.once('error', fail);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      socket.off('error', fail);
      created?.(null, socket);
    });
  }
}

function basicLogin({ username, password }: URL): string {
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

function proxyUrl({ variable, url: text }: { readonly variable: string; readonly url: string }): URL {
  const url = parsed(text.includes('://') ? text : `http://${text}`);
  if (url !== null) return url;
  throw new HelixError('config', `${variable} is not the URL of an HTTP proxy.`, {
    hint: 'Write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT. The URL is not shown because it may contain a password.',
  });
}

function parsed(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') return null;
  return isDecodable(url.username) && isDecodable(url.password) ? url : null;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
