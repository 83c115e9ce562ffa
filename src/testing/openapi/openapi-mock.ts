import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { OpenAPIBackend } from 'openapi-backend';
import type { Context, Document } from 'openapi-backend';
import addFormats from 'ajv-formats';

export interface MockOptions {
  /** The status that an operation answers with, by `operationId`; its first success where absent. */
  readonly codes?: Readonly<Record<string, number>>;
}

export interface MockServer {
  /** `http://127.0.0.1:41234` */
  readonly url: string;
  /** The requests, in order. */
  readonly requests: readonly MockRequest[];
  readonly close: () => Promise<void>;
}

export interface MockRequest {
  /** null: not in the document. */
  readonly operationId: string | null;
  /** The violations of the document. */
  readonly problems: readonly string[];
}

/** An HTTP server that openapi-backend makes from the document alone: it answers the examples, and 400 to wrong requests. */
export async function serveMock(document: object, options: MockOptions = {}): Promise<MockServer> {
  const requests: MockRequest[] = [];
  const api = new OpenAPIBackend({
    definition: document as Document,
    quick: true,
    customizeAjv: (ajv) => {
      addFormats(ajv);
      return ajv;
    },
    securityHandlers: {
      apiKey: (context: Context) => headerOf(context, 'x-api-key') !== undefined,
      deploymentKey: (context: Context) => headerOf(context, 'x-deployment-key') !== undefined,
    },
    handlers: {
      notFound: (_context, _request, response: ServerResponse) => {
        requests.push({ operationId: null, problems: ['not in the document'] });
        response.writeHead(404).end();
      },
      unauthorizedHandler: (context, _request, response: ServerResponse) => {
        respond(api, context, response, 401);
      },
      validationFail: (context, _request, response: ServerResponse) => {
        requests.push({ operationId: operationOf(context), problems: problemsOf(context) });
        respond(api, context, response, 400);
      },
      notImplemented: (context, _request, response: ServerResponse) => {
        const operationId = operationOf(context);
        requests.push({ operationId, problems: [] });
        respond(api, context, response, options.codes?.[operationId]);
      },
    },
  });
  await api.init();
  const server = createServer((request, response) => {
    void handle(api, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function handle(
  api: OpenAPIBackend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const { method = 'GET', url = '/', headers } = request;
  const parts = {
    method,
    path: url,
    headers: headers as Record<string, string>,
    ...(body === '' ? {} : { body: body as unknown }),
  };
  await api.handleRequest(parts, request, response);
}

function respond(api: OpenAPIBackend, context: Context, response: ServerResponse, code?: number): void {
  const operationId = operationOf(context);
  const accept = headerOf(context, 'accept') ?? '';
  const mediaType = accept.includes('text/event-stream') ? 'text/event-stream' : 'application/json';
  const found: { readonly status: number; readonly mock?: unknown } = api.mockResponseForOperation(
    operationId,
    {
      mediaType,
      ...(code === undefined ? {} : { code }),
    },
  );
  const { status, mock } = found;
  const described = context.operation.responses?.[String(status)] as Described | undefined;
  const types = Object.keys(described?.content ?? {});
  const type = types.includes(mediaType) ? mediaType : (types[0] ?? mediaType);
  const headers = Object.entries(described?.headers ?? {}).map(([name, { example }]) => [
    name,
    example ?? '',
  ]);
  response.writeHead(status, { ...Object.fromEntries(headers), 'content-type': type } as Record<
    string,
    string
  >);
  response.end(typeof mock === 'string' ? mock : JSON.stringify(mock));
}

interface Described {
  readonly content?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, { readonly example?: string }>>;
}

function headerOf({ request }: Context, name: string): string | undefined {
  return (request.headers as Readonly<Record<string, string | undefined>>)[name];
}

function operationOf(context: Context): string {
  return context.operation.operationId ?? '';
}

function problemsOf(context: Context): readonly string[] {
  return (context.validation.errors ?? []).map(({ instancePath, message }) =>
    `${instancePath} ${message ?? ''}`.trim(),
  );
}
