import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A port on loopback that leads to another one, and counts what is sent there. */
export class CountedPort {
  /** Bytes that clients sent so far. */
  sent = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(to: number) {
    this.#server = createServer((client) => {
      const server = createConnection(to, '127.0.0.1');
      client.on('data', (bytes) => (this.sent += bytes.length));
      client.pipe(server).pipe(client);
      for (const [one, other] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
    });
  }

  /** Listens on a free port. */
  static async start(to: number): Promise<CountedPort> {
    const counted = new CountedPort(to);
    await new Promise<void>((resolve) => counted.#server.listen(0, '127.0.0.1', resolve));
    return counted;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
