import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { DockerServer } from './docker-server';

/** A request to the engine, as it passes the door. */
export interface Passing {
  readonly method: string;
  /** With the version of the API: `/v1.41/containers/create?name=web`. */
  readonly path: string;
  /** Sends the same request to the engine once more, ahead of the one that passes. */
  readonly repeat: () => Promise<void>;
}

/** A socket in front of an engine's own: what passes it can be seen, answered and disturbed. */
export class EngineDoor {
  readonly host: string;
  /** Called before a request is passed on. Text is the answer, and the engine is not asked. */
  before: (passing: Passing) => Promise<string | undefined> | undefined = () => undefined;
  /** Called when the engine has answered, before its answer is passed on. */
  after: (passing: Passing) => Promise<void> | undefined = () => undefined;
  /** Returns the path that the engine is asked. */
  rewrite: (path: string) => string = (path) => path;
  readonly #directory = mkdtempSync(join(tmpdir(), 'helix-door-'));
  readonly #engine: string;
  readonly #server: Server;

  constructor(server: DockerServer) {
    this.#engine = server.host.replace('unix://', '');
    const path = join(this.#directory, 'docker.sock');
    this.host = `unix://${path}`;
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch(() => response.destroy());
    }).listen(path);
  }

  async open(): Promise<void> {
    if (!this.#server.listening) await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { method = 'GET', url: path = '/' } = request;
    const send = async (): Promise<IncomingMessage> => {
      const asked = ask({
        socketPath: this.#engine,
        method,
        path: this.rewrite(path),
        headers: request.headers,
      });
      asked.end(body);
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      return answer;
    };
    const repeat = async (): Promise<void> => {
      await buffer(await send());
    };
    const passing = { method, path, repeat };
    const given = await this.before(passing);
    if (given !== undefined) {
      response.setHeader('content-type', 'application/json').end(given);
      return;
    }
    const answer = await send();
    await this.after(passing);
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.on('error', () => response.destroy()).pipe(response);
  }
}
