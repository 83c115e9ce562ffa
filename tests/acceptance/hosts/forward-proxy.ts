import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';

/** An HTTP proxy that answers plain requests itself, and leads every tunnel to a port of this host. */
export class ForwardProxy {
  /** The first lines of all requests: `GET http://host/path`, `CONNECT host:443`. */
  readonly seen: string[] = [];
  /** The credentials that requests carried. */
  readonly logins = new Set<string>();
  /** A status with which tunnels are refused. */
  refusal: number | null = null;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** `tunnelTo` returns the port for a host; null if a tunnel to it is refused. */
  static async start(
    answer: RequestListener,
    tunnelTo: (host: string) => number | null,
  ): Promise<ForwardProxy> {
    const server = createServer();
    const proxy = new ForwardProxy(server);
    const note = (method = '', url = '', login = ''): void => {
      proxy.seen.push(`${method} ${url}`);
      if (login !== '') proxy.logins.add(Buffer.from(login.replace('Basic ', ''), 'base64').toString());
    };
    server.on('request', (request, response) => {
      note(request.method, request.url, request.headers['proxy-authorization']);
      answer(request, response);
    });
    server.on('connect', (request, socket) => {
      note(request.method, request.url, request.headers['proxy-authorization']);
      socket.on('error', () => undefined);
      const port = tunnelTo(request.url?.split(':')[0] ?? '');
      const refusal = proxy.refusal ?? (port === null ? 403 : null);
      if (port === null || refusal !== null) {
        socket.end(`HTTP/1.1 ${refusal ?? 403} Refused\r\ncontent-length: 7\r\n\r\nrefused`);
        return;
      }
      const far = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        far.pipe(socket).pipe(far);
      });
      far.on('error', () => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
