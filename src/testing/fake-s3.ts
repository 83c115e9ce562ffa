import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the stand-in sees it. */
export interface S3Request {
  readonly method: string;
  /** Without the bucket; empty for requests to the bucket itself. */
  readonly key: string;
}

/**
 * A fault of a request. `cut before`: the connection breaks and nothing is done; `cut after`: it is done, but the answer is
 * lost; a status: that answer, and nothing is done; `slow`: that many milliseconds pass first.
 */
export type S3Fault = 'cut before' | 'cut after' | 500 | 503 | 409 | 403 | { readonly slow: number };

interface Stored {
  readonly bytes: Buffer;
  readonly etag: string;
}

const CODES = {
  500: 'InternalError',
  503: 'SlowDown',
  409: 'ConditionalRequestConflict',
  403: 'AccessDenied',
};

/**
 * One bucket of S3 on loopback, with the documented behaviour of conditional writes: `If-None-Match: *` is refused with 412
 * when the object exists, `If-Match` with 412 when its ETag differs and with 404 when it does not exist. Knows PUT, GET,
 * DeleteObjects and ListObjectsV2; checks no signatures.
 */
export class S3StandIn {
  readonly bucket = 'states';
  readonly objects = new Map<string, Stored>();
  /** Every request that arrived, in order. */
  readonly requests: S3Request[] = [];
  /** How many bytes the bodies of all requests had. */
  received = 0;
  /** The ids of the keys that requests were signed with. */
  readonly signers = new Set<string>();
  /** The headers of the last PUT. */
  lastPutHeaders: IncomingMessage['headers'] = {};
  /** False: a store that ignores the condition of that name. */
  readonly keeps = { 'if-none-match': true, 'if-match': true };
  /** Asked once per request. */
  fault: (request: S3Request) => S3Fault | undefined = () => undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port. */
  static async start(): Promise<S3StandIn> {
    const server = createServer((request, response) => {
      void standIn.#respond(request, response);
    });
    const standIn = new S3StandIn(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://s3');
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
    const method = request.method ?? '';
    this.requests.push({ method, key });
    const signer = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
    if (signer !== undefined) this.signers.add(signer);
    const fault = this.fault({ method, key });
    const body = Buffer.concat(chunks);
    this.received += body.length;
    if (fault === 'cut before') request.socket.destroy();
    else if (typeof fault === 'number') refuse(response, fault, CODES[fault]);
    else if (fault === 'cut after') {
      // Done, but told to nobody.
      const silent = { writeHead: () => silent, end: () => silent } as unknown as ServerResponse;
      this.#serve(request, url, key, body, silent);
      request.socket.destroy();
    } else {
      if (fault !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.slow));
      this.#serve(request, url, key, body, response);
    }
  }

  #serve(request: IncomingMessage, url: URL, key: string, body: Buffer, response: ServerResponse): void {
    const found = this.objects.get(key);
    const isDelete = request.method === 'POST' && url.searchParams.has('delete');
    if (url.pathname.split('/')[1] !== this.bucket) refuse(response, 404, 'NoSuchBucket');
    else if (request.method === 'PUT') this.#put(request, key, body, response);
    else if (isDelete) this.#delete(body, response);
    else if (key === '') this.#list(url.searchParams.get('prefix') ?? '', response);
    else if (found === undefined) refuse(response, 404, 'NoSuchKey');
    else response.writeHead(200, { etag: found.etag, 'content-length': found.bytes.length }).end(found.bytes);
  }

  #put({ headers }: IncomingMessage, key: string, bytes: Buffer, response: ServerResponse): void {
    this.lastPutHeaders = headers;
    const found = this.objects.get(key);
    const wanted = this.keeps['if-match'] ? headers['if-match'] : undefined;
    const mustBeNew = headers['if-none-match'] === '*' && this.keeps['if-none-match'];
    if (wanted !== undefined && found === undefined) {
      refuse(response, 404, 'NoSuchKey');
      return;
    }
    if ((mustBeNew && found !== undefined) || (wanted !== undefined && found?.etag !== wanted)) {
      refuse(response, 412, 'PreconditionFailed');
      return;
    }
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    this.objects.set(key, { bytes, etag });
    response.writeHead(200, { etag }).end();
  }

  #delete(body: Buffer, response: ServerResponse): void {
    for (const [, key = ''] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g))
      this.objects.delete(unescaped(key));
    response.writeHead(200, { 'content-type': 'application/xml' }).end('<DeleteResult></DeleteResult>');
  }

  #list(prefix: string, response: ServerResponse): void {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix));
    const contents = found.map(
      ([key, { bytes, etag }]) =>
        `<Contents><Key>${escaped(key)}</Key><Size>${bytes.length}</Size><ETag>${escaped(etag)}</ETag></Contents>`,
    );
    response
      .writeHead(200, { 'content-type': 'application/xml' })
      .end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`);
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

function unescaped(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&');
}
