import type { IncomingMessage } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { readAuthorities } from './authorities';
import { openAgents } from './agents';
import type { Agents } from './agents';

/** Sends one request. Redirects are not followed: the answer to one would carry a key to another host. */
export type Fetch = (request: Request) => Promise<Response>;

/**
 * Returns a `fetch` that uses the proxies and the certificate authorities of the environment, which the platform's own
 * ignores. An aborted signal closes the connection at once.
 */
export function fetchFrom(environment: Readonly<Record<string, string | undefined>>): Fetch {
  let agents: Promise<Agents> | undefined;
  return async (request) => {
    agents ??= readAuthorities(environment).then((authorities) => openAgents(environment, authorities));
    return send(request, await agents);
  };
}

async function send(request: Request, agents: Agents): Promise<Response> {
  const { method, url, headers, signal } = request;
  const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
  const secure = url.startsWith('https:');
  const node = secure ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const options = {
      method,
      signal,
      agent: secure ? agents.https : agents.http,
      headers: { 'accept-encoding': 'gzip, deflate, br', ...Object.fromEntries(headers) },
    };
    const sent = node.request(url, options, (answer) => {
      try {
        resolve(responseOf(answer, method));
      } catch (error) {
        answer.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    // It stays for errors that come after the answer.
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}

function responseOf(answer: IncomingMessage, method: string): Response {
  const { statusCode: status = 0, statusMessage: statusText = '', rawHeaders } = answer;
  if (status < 200 || status > 599) throw new Error(`the status ${status} is invalid`);
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  if (method === 'HEAD' || [204, 205, 304].includes(status)) {
    answer.resume();
    return new Response(null, { status, statusText, headers });
  }
  const body = Readable.toWeb(decoded(answer, headers)) as ReadableStream<Uint8Array>;
  return new Response(body, { status, statusText, headers });
}

function decoded(answer: IncomingMessage, headers: Headers): Readable {
  const decoder = DECODERS[headers.get('content-encoding')?.trim().toLowerCase() ?? ''];
  // Its reader gets the error as well.
  return decoder === undefined ? answer : pipeline(answer, decoder(), () => undefined);
}

const DECODERS: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
