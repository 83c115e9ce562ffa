import { OpenAPIBackend } from 'openapi-backend';
import type { Document, Operation } from 'openapi-backend';
import addFormats from 'ajv-formats';
import type { ErrorObject } from 'ajv';
import { streamContract } from './openapi-streams';

export type Fetch = (request: Request) => Promise<Response>;

/** `violations` keeps every breach as well, for callers that treat a failed fetch as a broken connection. */
export type CheckedFetch = Fetch & { readonly violations: readonly string[] };

export interface CheckOptions {
  /** false: requests may be wrong (a test of what the service says to them); the answers are still checked. */
  readonly requests?: boolean;
  /** true: a body that stops in its middle is passed on (a test of broken connections). */
  readonly tornBodies?: boolean;
}

/** A request or an answer is not what the OpenAPI document says. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
}

/**
 * The same fetch, with each request and answer checked by a validator that knows nothing but the document: path, query,
 * headers, body, status, and the events of a stream (`x-sse-events`, `x-sse-terminal`) or the lines of JSON lines
 * (`x-ndjson-item`). Throws ContractViolation; in a stream, where the wrong event would come.
 */
export function checked(fetch: Fetch, document: object, options: CheckOptions = {}): CheckedFetch {
  const violations: string[] = [];
  const report = (message: string): ContractViolation => {
    violations.push(message);
    return new ContractViolation(message);
  };
  const check: Fetch = async (request) => {
    const api = await backendFor(document);
    const body = request.body === null ? '' : await request.clone().text();
    const { pathname, search } = new URL(request.url);
    const parts = {
      method: request.method,
      path: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: body === '' ? undefined : parsed(body),
    };
    const title = `${request.method} ${pathname}`;
    const operation = api.matchOperation(parts);
    if (operation === undefined) throw report(`${title} is not in the document`);
    if (options.requests !== false) {
      if (parts.body === NOT_JSON) throw report(`${title}: the body is not JSON`);
      const { errors } = api.validator.validateRequest(parts, operation);
      if (errors != null) throw report(`${title}: ${said(errors)}`);
    }
    return checkResponse(api, operation, title, await fetch(request), options, report);
  };
  return Object.assign(check, { violations });
}

async function checkResponse(
  api: OpenAPIBackend,
  operation: Operation,
  title: string,
  response: Response,
  options: CheckOptions,
  report: (message: string) => ContractViolation,
): Promise<Response> {
  const { status } = response;
  const where = `${title} -> ${status}`;
  const described = operation.responses?.[String(status)];
  if (described === undefined) throw report(`${where}: the status is not in the document`);
  const headers = api.validator.validateResponseHeaders(Object.fromEntries(response.headers), operation, {
    statusCode: status,
    setMatchType: 'superset' as never,
  });
  if (headers.errors != null) throw report(`${where}: ${said(headers.errors)}`);
  const content = 'content' in described ? (described.content ?? {}) : {};
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const media = content[type];
  if (media === undefined) throw report(`${where}: content type "${type}" is not in the document`);
  if (type !== 'application/json') {
    return streamContract(media).follow(response, type, where, report, options.tornBodies === true);
  }
  const json = parsed(await response.clone().text());
  if (json === NOT_JSON) {
    if (options.tornBodies === true) return response;
    throw report(`${where}: the body is not JSON`);
  }
  const { errors } = api.validator.validateResponse(json, operation, status);
  if (errors != null) throw report(`${where}: ${said(errors)}`);
  return response;
}

// Compiling a document takes a while; all checks of a test file share it.
const backends = new WeakMap<object, Promise<OpenAPIBackend>>();

// `quick`: openapi-backend would measure a 3.1 document by the schema of 3.0, and compile what is never used.
function backendFor(definition: object): Promise<OpenAPIBackend> {
  let ready = backends.get(definition);
  if (ready === undefined) {
    const api = new OpenAPIBackend({
      definition: definition as Document,
      quick: true,
      ajvOpts: { validateSchema: false, code: { optimize: false } },
      customizeAjv: (ajv) => {
        addFormats(ajv);
        return ajv;
      },
    });
    backends.set(definition, (ready = api.init()));
  }
  return ready;
}

const NOT_JSON = Symbol('not JSON');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function said(errors: readonly ErrorObject[]): string {
  return errors
    .map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`)
    .join('; ');
}
