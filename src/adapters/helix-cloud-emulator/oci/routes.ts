import type { Hono } from 'hono';
import { failAfter, failBefore } from '../fault-hooks';
import type { CallName } from '../operation-names';
import type { World } from '../world';
import { ApiError } from '../api-error';
import { assertRepository, signedIn } from './access';
import { deleteBlob, readBlob } from './blobs';
import { deleteManifest, putManifest, readManifest } from './manifests';
import { listReferrers } from './referrers';
import type { RegistryCall } from './registry-call';
import { RegistryError } from './registry-error';
import { listTags } from './tags';
import { cancelUpload, finishUpload, patchUpload, readUpload, startUpload } from './uploads';

type Action = (call: RegistryCall, rest: string) => Promise<Response>;

interface Route {
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, readonly [name: CallName, action: Action]>>;
}

const ROUTES: readonly Route[] = [
  { path: /^(.+)\/blobs\/uploads\/?()$/, methods: { POST: ['pushBlob', (call) => startUpload(call)] } },
  {
    path: /^(.+)\/blobs\/uploads\/([^/]+)$/,
    methods: {
      GET: ['pushBlob', readUpload],
      PATCH: ['pushBlob', patchUpload],
      PUT: ['pushBlob', finishUpload],
      DELETE: ['pushBlob', cancelUpload],
    },
  },
  {
    path: /^(.+)\/blobs\/([^/]+)$/,
    methods: { GET: ['pullBlob', readBlob], HEAD: ['pullBlob', readBlob], DELETE: ['pushBlob', deleteBlob] },
  },
  {
    path: /^(.+)\/manifests\/([^/]+)$/,
    methods: {
      GET: ['pullManifest', readManifest],
      HEAD: ['pullManifest', readManifest],
      PUT: ['pushManifest', putManifest],
      DELETE: ['pushManifest', deleteManifest],
    },
  },
  { path: /^(.+)\/tags\/list()$/, methods: { GET: ['pullManifest', (call) => listTags(call)] } },
  { path: /^(.+)\/referrers\/([^/]+)$/, methods: { GET: ['pullManifest', listReferrers] } },
];

/** Serves `/v2/`: the registry that instances without an account push their images to. */
export function serveRegistry(app: Hono, world: World): void {
  const serve = async (request: Request): Promise<Response> => {
    try {
      return await respond(world, request);
    } catch (error) {
      if (error instanceof RegistryError) return error.response();
      if (!(error instanceof ApiError)) throw error;
      const errors = [{ code: error.status === 429 ? 'TOOMANYREQUESTS' : 'UNKNOWN', message: error.message }];
      return new Response(JSON.stringify({ errors }), {
        status: error.status,
        headers: { ...error.headers, 'content-type': 'application/json' },
      });
    }
  };
  app.all('/v2', async (context) => serve(context.req.raw));
  app.all('/v2/*', async (context) => serve(context.req.raw));
}

async function respond(world: World, request: Request): Promise<Response> {
  const { pathname, searchParams: query } = new URL(request.url);
  const path = decodeURIComponent(pathname).replace(/^\/v2\/?/, '');
  if (path === '') {
    signedIn(world, request);
    return new Response('{}', { headers: { 'content-type': 'application/json' } });
  }
  const { method } = request;
  for (const { path: pattern, methods } of ROUTES) {
    const [, repository, rest = ''] = pattern.exec(path) ?? [];
    if (repository === undefined) continue;
    const instance = signedIn(world, request);
    assertRepository(instance, repository);
    const route = methods[method];
    if (route === undefined) throw new RegistryError(405, 'UNSUPPORTED', `${method} is not supported here`);
    const [name, action] = route;
    world.counter.count('requests', name, instance);
    await failBefore(world, name);
    const response = await action({ request, query, instance, repository, store: world.images }, rest);
    if (method !== 'GET' && method !== 'HEAD') world.counter.count('commits', name, instance);
    return response.ok ? failAfter(world, name, response) : response;
  }
  throw new RegistryError(404, 'NAME_UNKNOWN', 'there is nothing at this path');
}
