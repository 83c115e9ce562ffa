import { Hono } from 'hono';
import type { Context } from 'hono';
import type { JsonObject } from '../../values/json';
import { apiOperations } from './api-document';
import type { Operation } from './api-document';
import { ApiError, invalid, methodNotAllowed } from './api-error';
import { authorize, NOBODY } from './authorize';
import { faultControls } from './fault-controls';
import { ConnectionDropped, failAfter, failBefore } from './fault-hooks';
import { serveRegistry } from './oci/routes';
import { OPERATION_HANDLERS } from './operations';
import { requestCheck } from './request-check';
import type { RequestCheck } from './request-check';
import type { KeyRecord } from './keyring';
import { chosenRequestId, newRequestId } from './request-id';
import { jsonResponse, responseOf } from './responses';
import { StoreFailure } from './store';
import type { World } from './world';

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
  serveRegistry(app, world);
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
  await failBefore(world, name);
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
  const origin = new URL(context.req.url);
  const peer = (context.env as { readonly peer?: string } | undefined)?.peer ?? 'local';
  const call = { operation: name, key, ...check.check(operation, request), origin, peer };
  const reply = await OPERATION_HANDLERS[name](world, call);
  return failAfter(world, name, responseOf(reply, id, world.closing));
}

function keyOf(
  world: World,
  { name, path, requiredScope, takesApiKey }: Operation,
  { apiKey }: AppOptions,
  context: Context,
  body: unknown,
): KeyRecord {
  const given = context.req.header('x-api-key') ?? null;
  if (requiredScope !== null) {
    return authorize(world, given, apiKey, {
      name,
      requiredScope,
      clusterId: clusterIdOf(context, body),
      keyId: path.startsWith('/keys') ? context.req.param('id') : undefined,
    });
  }
  if (!takesApiKey || given === null) return NOBODY;
  try {
    return authorize(world, given, apiKey, {
      name,
      requiredScope: 'read',
      clusterId: undefined,
      keyId: undefined,
    });
  } catch {
    // It may do without.
    return NOBODY;
  }
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
