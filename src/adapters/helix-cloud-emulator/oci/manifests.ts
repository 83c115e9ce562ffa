import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { checkedDigest } from './access';
import type { RegistryCall } from './registry-call';
import { RegistryError } from './registry-error';
import type { Manifest } from './manifest';
import { addReferrer, removeReferrer } from './referrers';

const LARGEST = 4 * 1024 * 1024;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** `GET manifests/REFERENCE` and `HEAD` */
export async function readManifest(call: RegistryCall, reference: string): Promise<Response> {
  const { digest, mediaType } = await findManifest(call, reference);
  const found = await call.store.findBlob(call.instance, digest);
  if (found === null) throw manifestUnknown(reference);
  const body =
    call.request.method === 'HEAD'
      ? null
      : (Readable.toWeb(call.store.readBlob(call.instance, digest)) as ReadableStream<Uint8Array>);
  return new Response(body, {
    headers: {
      'content-type': mediaType,
      'content-length': `${found.size}`,
      'docker-content-digest': digest,
    },
  });
}

/** `PUT manifests/REFERENCE`: all that it names must be there. */
export async function putManifest(call: RegistryCall, reference: string): Promise<Response> {
  const { request, repository, store, instance } = call;
  const content = Buffer.from(await request.arrayBuffer());
  const manifest = content.length > LARGEST ? null : parsed(content);
  if (manifest === null)
    throw new RegistryError(400, 'MANIFEST_INVALID', 'it is too large, or not a JSON object');
  const isTag = !reference.includes(':');
  if (isTag && !TAG.test(reference)) throw new RegistryError(400, 'MANIFEST_INVALID', 'that cannot be a tag');
  await assertWhole(call, manifest);
  const [algorithm = ''] = isTag ? ['sha256'] : checkedDigest(reference).split(':');
  const digest = `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
  if (!isTag && reference !== digest) {
    throw new RegistryError(400, 'DIGEST_INVALID', 'the manifest has another digest');
  }
  await store.putDocument(instance, digest, content);
  const type = request.headers.get('content-type') ?? manifest.mediaType ?? OCI_MANIFEST;
  await store.writeText(store.repositoryPath(repository, '_manifests', digest), type);
  if (isTag) await store.writeText(store.repositoryPath(repository, '_tags', reference), digest);
  if (manifest.subject !== undefined) {
    await addReferrer(call, manifest, { digest, size: content.length, mediaType: type });
  }
  return new Response(null, {
    status: 201,
    headers: {
      location: `/v2/${repository}/manifests/${digest}`,
      'docker-content-digest': digest,
      ...(manifest.subject === undefined ? {} : { 'oci-subject': manifest.subject.digest }),
    },
  });
}

/** `DELETE manifests/REFERENCE`: a tag alone, or a manifest with its tags. */
export async function deleteManifest(call: RegistryCall, reference: string): Promise<Response> {
  const { repository, store, instance } = call;
  const { digest } = await findManifest(call, reference);
  if (!reference.includes(':')) {
    await rm(store.repositoryPath(repository, '_tags', reference), { force: true });
    return new Response(null, { status: 202 });
  }
  await removeReferrer(call, await readDocument(call, digest), digest);
  await rm(store.repositoryPath(repository, '_manifests', digest), { force: true });
  const tags = store.repositoryPath(repository, '_tags');
  for (const tag of await store.list(tags)) {
    const path = store.repositoryPath(repository, '_tags', tag);
    if ((await store.readText(path)) === digest) await rm(path, { force: true });
  }
  await store.removeBlob(instance, digest);
  return new Response(null, { status: 202 });
}

async function findManifest(
  { store, repository }: RegistryCall,
  reference: string,
): Promise<{ readonly digest: string; readonly mediaType: string }> {
  const isTag = !reference.includes(':');
  if (isTag && !TAG.test(reference)) throw manifestUnknown(reference);
  const digest = isTag
    ? await store.readText(store.repositoryPath(repository, '_tags', reference))
    : checkedDigest(reference);
  const mediaType =
    digest === null ? null : await store.readText(store.repositoryPath(repository, '_manifests', digest));
  if (digest === null || mediaType === null) throw manifestUnknown(reference);
  return { digest, mediaType };
}

async function assertWhole(call: RegistryCall, { config, layers, manifests }: Manifest): Promise<void> {
  // Layers that may not be distributed are fetched from elsewhere.
  const pushed = (layers ?? []).filter(({ mediaType }) => !/nondistributable|\.foreign\./.test(mediaType));
  const parts = config === undefined ? pushed : [config, ...pushed];
  for (const { digest } of [...parts, ...(manifests ?? [])]) {
    if ((await call.store.findBlob(call.instance, checkedDigest(digest))) !== null) continue;
    throw new RegistryError(404, 'MANIFEST_BLOB_UNKNOWN', `${digest} was not pushed`);
  }
}

/** Reads a manifest that was stored. */
async function readDocument({ store, instance }: RegistryCall, digest: string): Promise<Manifest> {
  return parsed(Buffer.from((await store.readText(store.blobPath(instance, digest))) ?? '')) ?? {};
}

function parsed(content: Buffer): Manifest | null {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function manifestUnknown(reference: string): RegistryError {
  return new RegistryError(404, 'MANIFEST_UNKNOWN', `there is no manifest ${reference}`);
}
