import { channel, subscribe } from 'node:diagnostics_channel';
import type { RequestLogEntry } from './request-log';

/** The header of requests that their client logs itself, with the number of the attempt. */
const LOGGED = 'x-request-id';

const OTHERS = channel('helix.request');

/** Announces a request without HTTP, such as a statement to a database, to whoever observes requests. */
export function announceRequest(entry: RequestLogEntry): void {
  OTHERS.publish(entry);
}

/** Calls `write` for each HTTP request of this process that its client does not log itself, whatever library makes it. */
export function observeRequests(write: (entry: RequestLogEntry) => void, monotonicMs: () => number): void {
  const started = new WeakMap<object, number>();
  const observe = (channel: string, listener: (message: HttpMessage) => void): void => {
    subscribe(channel, (message) => listener(message as HttpMessage));
  };
  const end = ({ request, response, error }: HttpMessage): void => {
    const from = started.get(request);
    if (from === undefined) return;
    started.delete(request);
    write({
      method: request.method,
      origin: `${request.protocol}//${request.getHeader('host') ?? request.host}`,
      path: withoutSecrets(request.path),
      status: response?.statusCode ?? null,
      ms: Math.round(monotonicMs() - from),
      attempt: 1,
      ...(error === undefined ? {} : { error: error.message }),
    });
  };
  subscribe(OTHERS.name, (entry) => write(entry as RequestLogEntry));
  observe('http.client.request.start', ({ request }) => {
    if (!request.hasHeader(LOGGED)) started.set(request, monotonicMs());
  });
  observe('http.client.response.finish', end);
  observe('http.client.request.error', end);
}

/** A message of Node's channels about its HTTP client. */
interface HttpMessage {
  readonly request: {
    readonly method: string;
    readonly protocol: string;
    readonly host: string;
    readonly path: string;
    hasHeader(name: string): boolean;
    getHeader(name: string): string | undefined;
  };
  readonly response?: { readonly statusCode?: number };
  readonly error?: Error;
}

/** Some APIs take their key in the query, and container engines the values of build arguments. */
function withoutSecrets(path: string): string {
  return path.replaceAll(
    /([?&][^=&]*(?:key|token|signature|secret|credential|buildargs)[^=&]*=)[^&]+/gi,
    '$1***',
  );
}
