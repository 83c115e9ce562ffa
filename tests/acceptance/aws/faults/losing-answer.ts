import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A way to a server on which the answer to the first request for one action of AWS is lost, after it was done. */
export class LosingAnswer {
  /** The number of requests for that action. */
  seen = 0;
  readonly #server: Server;

  private constructor(action: string, target: string) {
    this.#server = createServer((incoming, response) => {
      void this.#pass(incoming, response, action, target).catch(() => response.destroy());
    });
  }

  static async start(action: string, target: string): Promise<LosingAnswer> {
    const between = new LosingAnswer(action, target);
    between.#server.listen(0, '127.0.0.1');
    await once(between.#server, 'listening');
    return between;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse, action: string, target: string) {
    const { method, headers, url = '/' } = incoming;
    const body = await buffer(incoming);
    const onward = request(new URL(url, target), { method, headers }).end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    const content = await buffer(answer);
    if (body.toString().includes(`Action=${action}&`) && (this.seen += 1) === 1) {
      response.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
  }
}
