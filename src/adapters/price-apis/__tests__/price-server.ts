import type { CloudName } from '../../../clouds';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled } from '../../../pricing/__tests__/bundled';
import { SystemClock } from '../../host/clock';
import { fetchFrom } from '../../http/node-fetch';
import { HttpPriceApis } from '../http-price-apis';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A cloud's price API on this machine, that answers what a test tells it to. */
export class PriceServer {
  readonly requests: { url: string; headers: IncomingMessage['headers'] }[] = [];
  readonly root = mkdtempSync(join(tmpdir(), 'helix-prices-'));
  readonly #server = createServer((request, response) => {
    this.requests.push({ url: request.url ?? '', headers: request.headers });
    this.answer(request, response);
  });
  answer: Answer = (_, response) => response.writeHead(404).end();

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers by path and question; what is not there is 404. */
  json(answers: Readonly<Record<string, unknown>>): void {
    this.answer = (request, response) => {
      const found = answers[decodeURIComponent(request.url ?? '')];
      if (found === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
    };
  }

  /** Refreshes the bundled book of a cloud in some regions. */
  refresh(
    provider: CloudName,
    regions: readonly string[],
    {
      env = {},
      timeoutMs = 600_000,
      attempts = 3,
      signal = new AbortController().signal,
      progress = [] as string[],
    } = {},
  ) {
    const variables: Record<string, string | undefined> = {
      [`HELIX_PRICES_URL_${provider.toUpperCase()}`]: this.url,
      ...env,
    };
    const apis = new HttpPriceApis({
      fetch: fetchFrom({}),
      clock: new SystemClock(),
      variable: (name) => variables[name],
      fraction: () => 0,
      policy: { attempts, totalMs: 600_000, baseMs: 1, capMs: 5, timeoutMs },
    });
    const onProgress = (message: string): void => void progress.push(message);
    const current = bundled(provider);
    return {
      apis,
      contents: apis.refresh({ provider, root: this.root, current, regions, onProgress, signal }),
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.root, { recursive: true, force: true });
  }
}
