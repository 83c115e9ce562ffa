import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RegistryCall } from './registry-call';
import { checkedDigest } from './access';
import { RegistryError } from './registry-error';

/** `POST blobs/uploads/`: begins an upload, or takes a whole blob at once, or finds that the instance has it. */
export async function startUpload(call: RegistryCall): Promise<Response> {
  const { query, store, instance } = call;
  const mounted = query.get('mount');
  if (mounted !== null && (await store.findBlob(instance, checkedDigest(mounted))) !== null) {
    return blobCreated(call, mounted);
  }
  const upload = randomUUID();
  const path = store.uploadPath(instance, upload);
  await mkdir(dirname(path), { recursive: true });
  await (await open(path, 'wx', 0o600)).close();
  if (query.has('digest')) return finishUpload(call, upload);
  return accepted(call, upload, 0);
}

/** `PATCH blobs/uploads/ID`: adds a part, of which that stays which came before it was cut. */
export async function patchUpload(call: RegistryCall, upload: string): Promise<Response> {
  const size = await appendBody(call, upload);
  return accepted(call, upload, size);
}

/** `PUT blobs/uploads/ID?digest=`: adds the last part, if any, and ends the upload. */
export async function finishUpload(call: RegistryCall, upload: string): Promise<Response> {
  const { query, store, instance } = call;
  const digest = checkedDigest(query.get('digest'));
  await appendBody(call, upload);
  const path = store.uploadPath(instance, upload);
  const [algorithm = ''] = digest.split(':');
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  if (`${algorithm}:${hash.digest('hex')}` !== digest) {
    await rm(path, { force: true });
    throw new RegistryError(400, 'DIGEST_INVALID', 'the content has another digest');
  }
  const blob = store.blobPath(instance, digest);
  await mkdir(dirname(blob), { recursive: true });
  await rename(path, blob);
  return blobCreated(call, digest);
}

/** `GET blobs/uploads/ID`: how much of it is there. */
export async function readUpload(call: RegistryCall, upload: string): Promise<Response> {
  const size = await sizeOf(call, upload);
  return new Response(null, { status: 204, headers: progress(call, upload, size) });
}

/** `DELETE blobs/uploads/ID` */
export async function cancelUpload(call: RegistryCall, upload: string): Promise<Response> {
  await sizeOf(call, upload);
  await rm(call.store.uploadPath(call.instance, upload), { force: true });
  return new Response(null, { status: 204 });
}

async function appendBody(call: RegistryCall, upload: string): Promise<number> {
  const { request, store, instance } = call;
  const size = await sizeOf(call, upload);
  const range = /^(?:bytes )?(\d+)-(\d+)/.exec(request.headers.get('content-range') ?? '');
  if (range !== null && Number(range[1]) !== size) {
    throw new RegistryError(
      416,
      'BLOB_UPLOAD_INVALID',
      `the next byte is ${size}`,
      progress(call, upload, size),
    );
  }
  if (request.body === null) return size;
  const path = store.uploadPath(instance, upload);
  const file = await open(path, 'a');
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) await file.write(chunk);
  } finally {
    await file.close();
  }
  return sizeOf(call, upload);
}

async function sizeOf({ store, instance }: RegistryCall, upload: string): Promise<number> {
  const found = /^[0-9a-f-]{36}$/.test(upload)
    ? await stat(store.uploadPath(instance, upload)).catch(() => null)
    : null;
  if (found !== null) return found.size;
  throw new RegistryError(404, 'BLOB_UPLOAD_UNKNOWN', 'there is no such upload');
}

function accepted(call: RegistryCall, upload: string, size: number): Response {
  return new Response(null, { status: 202, headers: progress(call, upload, size) });
}

function progress({ repository }: RegistryCall, upload: string, size: number): Record<string, string> {
  return {
    location: `/v2/${repository}/blobs/uploads/${upload}`,
    range: `0-${Math.max(0, size - 1)}`,
    'docker-upload-uuid': upload,
  };
}

function blobCreated({ repository }: RegistryCall, digest: string): Response {
  const headers = { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest };
  return new Response(null, { status: 201, headers });
}
