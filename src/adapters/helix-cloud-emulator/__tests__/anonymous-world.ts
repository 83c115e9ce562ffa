import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { EmulatorOptions } from '../emulator';
import type { Answer } from './harness';
import { ALICE, TIMINGS, world } from './harness';
import type { World } from './harness';

/** The answer to a creation. */
export interface Created {
  readonly instance_id: string;
  readonly deployment_key: string;
  readonly registry: { readonly host: string; readonly repository: string };
  readonly expires_at: string;
}

/** A world with one instance that runs. */
export interface AnonymousWorld extends World {
  readonly created: Created;
  readonly id: string;
  /** Calls the API about the instance with its deployment key. */
  readonly keyed: (
    method: string,
    path: string,
    options?: { body?: unknown; apiKey?: string },
  ) => Promise<Answer>;
  /** Calls the registry as the instance. */
  readonly registry: (method: string, path: string, init?: RequestInit) => Promise<Response>;
}

const open: World[] = [];

// Pushed images lie in a temporary directory until then.
afterEach(async () => {
  for (const { emulator } of open.splice(0)) await emulator.close();
});

export const CREATE = { name: 'dev', build_mode: 'release', db_config: {} };

export async function makeAnonymousWorld(options: Partial<EmulatorOptions> = {}): Promise<AnonymousWorld> {
  const made = world(options);
  // Those with a directory are closed where that is removed.
  if (options.directory === undefined) open.push(made);
  const { json } = await made.call('POST', '/anonymous/instances', { body: CREATE, owner: null });
  await made.clock.advance(TIMINGS.provisionMs);
  const created = json as unknown as Created;
  const { instance_id: id, deployment_key: deploymentKey } = created;
  return {
    ...made,
    created,
    id,
    keyed: (method, path, given = {}) =>
      made.call(method, `/anonymous/instances/${id}${path}`, { ...given, owner: null, deploymentKey }),
    registry: (method, path, init = {}) =>
      made.emulator.fetch(registryRequest(method, path, { id, key: deploymentKey }, init)),
  };
}

export function registryRequest(
  method: string,
  path: string,
  { id, key }: { readonly id: string; readonly key: string },
  init: RequestInit = {},
): Request {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}`);
  return new Request(`http://helix.test/v2/${path}`, { ...init, method, headers });
}

export function digestOfBytes(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Pushes an image with one layer for each of the maps of files, and returns its reference by digest. */
export async function pushImage(
  { registry, id }: Pick<AnonymousWorld, 'registry' | 'id'>,
  ...layers: readonly Readonly<Record<string, string>>[]
): Promise<string> {
  const config = Buffer.from('{"architecture":"amd64","os":"linux"}');
  const blobs = [config, ...(await Promise.all(layers.map(packLayer)))];
  for (const blob of blobs) {
    await registry('POST', `${id}/app/blobs/uploads/?digest=${digestOfBytes(blob)}`, {
      body: new Uint8Array(blob),
    });
  }
  const [first, ...rest] = blobs.map((blob) => ({
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: digestOfBytes(blob),
    size: blob.length,
  }));
  const manifest = JSON.stringify({ schemaVersion: 2, config: first, layers: rest });
  await registry('PUT', `${id}/app/manifests/latest`, { body: manifest });
  return `helix.test/${id}/app@${digestOfBytes(manifest)}`;
}

/** The body of a claim by ALICE. */
export const CLAIM = { owner: ALICE, cluster_id: 'mine' };

async function packLayer(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  tar.finalize();
  return gzipSync(await buffer(tar));
}

/** Moves the clock until the promise is settled, and lets files be read meanwhile. */
export async function passTime<T>({ clock }: Pick<World, 'clock'>, promise: Promise<T>): Promise<T> {
  const state = { isSettled: false };
  const settle = () => {
    state.isSettled = true;
  };
  promise.then(settle, settle);
  while (!state.isSettled) {
    await clock.advance(10);
    await new Promise(setImmediate);
  }
  return promise;
}
