import { Hono } from 'hono';
import type { Context } from 'hono';
import type { JsonObject } from '../../values/json';
import { apiOperations } from './api-document';
import type { Operation } from './api-document';
import { ApiError, invalid, methodNotAllowed } from './api-error';
import { authorize, NOBODY } from './authorize';
import { faultControls } from './fault-controls';
import { OPERATION_HANDLERS } from './operations';
import { requestCheck } from './request-check';
import type { RequestCheck } from './request-check';
import type { KeyRecord } from './keyring';
import { chosenRequestId, newRequestId } from './request-id';
import { jsonResponse, responseOf, tearResponse } from './responses';
import { StoreFailure } from './store';
import type { World } from './world';

/** A broken connection: there is no answer, though the request may have been executed. */
export class ConnectionDropped extends TypeError {}

export interface AppOptions {
  readonly apiKey: string | null;
  /** Offers `/_emulator/faults` and `/_emulator/calls`. */
  readonly controls: boolean;
}

/** The HTTP face of the emulator: one route for each operation of the document. Throws ConnectionDropped, or StoreFailure. */
export function createApp(world: World, options: AppOptions): Hono {
  const app = new Hono();
  const check = requestCheck();
  const operations = apiOperations();
  for (const operation of operations) {
    app.on(operation.method, routeOf(operation), (context) =>
      respondTo(world, operation, check, options, context),
    );
  }
  for (const [path, methods] of methodsByRoute(operations)) {
    app.all(path, () => failed(methodNotAllowed(methods), newRequestId(world.random)));
  }
  if (options.controls) faultControls(app, world, options);
  app.notFound(() =>
    failed(new ApiError(404, 'not_found', 'there is nothing at this path'), newRequestId(world.random)),
  );
  app.onError((error) => {
    if (error instanceof ConnectionDropped || error instanceof StoreFailure) throw error;
    return failed(error, newRequestId(world.random));
  });
  return app;
}

function routeOf({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function methodsByRoute(operations: readonly Operation[]): ReadonlyMap<string, readonly string[]> {
  const routes = new Map<string, readonly string[]>();
  for (const operation of operations) {
    const path = routeOf(operation);
    routes.set(path, [...(routes.get(path) ?? []), operation.method]);
  }
  return routes;
}

async function respondTo(
  world: World,
  operation: Operation,
  check: RequestCheck,
  options: AppOptions,
  context: Context,
): Promise<Response> {
  const id = chosenRequestId(context.req.header('x-request-id'), world.random);
  try {
    return await executeRequest(world, operation, check, options, context, id);
  } catch (error) {
    if (error instanceof ConnectionDropped || error instanceof StoreFailure) throw error;
    return failed(error, id);
  }
}

async function executeRequest(
  world: World,
  operation: Operation,
  check: RequestCheck,
  options: AppOptions,
  context: Context,
  id: string,
): Promise<Response> {
  const { name } = operation;
  const text = operation.method === 'GET' ? '' : await context.req.text();
  const body = tryJson(text);
  world.counter.count('requests', name, clusterIdOf(context, body));
  await failBefore(world, operation);
  const key = keyOf(world, operation, options, context, body);
  if (operation.bodySchema !== null && body === undefined) {
    throw invalid([{ path: '', message: 'the body is not JSON' }]);
  }
  const request = {
    path: context.req.param() as Record<string, string>,
    query: Object.fromEntries(new URL(context.req.url).searchParams),
    header: Object.fromEntries(context.req.raw.headers),
    body,
  };
  const call = { operation: name, key, ...check.check(operation, request) };
  const response = responseOf(OPERATION_HANDLERS[name](world, call), id, world.closing);
  return failAfter(world, operation, response);
}

function keyOf(
  world: World,
  { name, path, requiredScope }: Operation,
  { apiKey }: AppOptions,
  context: Context,
  body: unknown,
): KeyRecord {
  if (requiredScope === null) return NOBODY;
  return authorize(world, context.req.header('x-api-key') ?? null, apiKey, {
    name,
    requiredScope,
    clusterId: clusterIdOf(context, body),
    keyId: path.startsWith('/keys') ? context.req.param('id') : undefined,
  });
}

async function failBefore({ clock, closing, faults }: World, { name }: Operation): Promise<void> {
  const latency = faults.take('latency', name);
  if (latency !== undefined) await clock.sleep(latency.ms, closing);
  const limited = faults.take('rate-limit', name);
  if (limited !== undefined) {
    const headers = { 'retry-after': String(limited.retryAfterSeconds) };
    throw new ApiError(429, 'rate_limited', 'too many requests', undefined, headers);
  }
  const away = faults.take('unavailable', name);
  if (away !== undefined) {
    const headers = { 'retry-after': String(away.retryAfterSeconds) };
    throw new ApiError(503, 'unavailable', 'temporarily unavailable', undefined, headers);
  }
  if (faults.take('error-before-commit', name) !== undefined) {
    throw new ApiError(500, 'internal', 'internal error');
  }
}

// Only an executed request can fail afterwards.
async function failAfter({ faults }: World, { name }: Operation, response: Response): Promise<Response> {
  if (faults.take('error-after-commit', name) !== undefined) {
    throw new ApiError(500, 'internal', 'internal error');
  }
  if (faults.take('drop-after-commit', name) !== undefined) throw new ConnectionDropped('fetch failed');
  return faults.take('torn-body', name) === undefined ? response : tearResponse(response);
}

function failed(error: unknown, id: string): Response {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(
          500,
          'internal',
          error instanceof Error ? `internal error: ${error.message}` : 'internal',
        );
  return jsonResponse(known.status, known.body(), { ...known.headers, 'x-request-id': id });
}

function clusterIdOf(context: Context, body: unknown): string | undefined {
  if (context.req.path.startsWith('/keys')) return undefined;
  const param = context.req.param('id');
  if (param !== undefined) return param;
  const id = (body as JsonObject | null | undefined)?.['cluster_id'];
  return typeof id === 'string' ? id : undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
