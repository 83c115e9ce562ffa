import { Readable } from 'node:stream';
import { checkedDigest } from './access';
import type { RegistryCall } from './registry-call';
import { RegistryError } from './registry-error';

/** `GET blobs/DIGEST`, whole or a range of it, and `HEAD`. */
export async function readBlob({ request, store, instance }: RegistryCall, name: string): Promise<Response> {
  const digest = checkedDigest(name);
  const found = await store.findBlob(instance, digest);
  if (found === null) throw blobUnknown(digest);
  const { size } = found;
  const headers = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '');
  const start = Number(range?.[1] ?? 0);
  const end = Math.min(range?.[2] ? Number(range[2]) : size - 1, size - 1);
  if (range !== null && (start > end || start >= size)) {
    throw new RegistryError(416, 'SIZE_INVALID', `the blob has ${size} bytes`, {
      'content-range': `bytes */${size}`,
    });
  }
  const length = { 'content-length': `${size === 0 ? 0 : end - start + 1}` };
  const partial = range === null ? {} : { 'content-range': `bytes ${start}-${end}/${size}` };
  const body =
    request.method === 'HEAD' || size === 0
      ? null
      : (Readable.toWeb(store.readBlob(instance, digest, { start, end })) as ReadableStream<Uint8Array>);
  return new Response(body, {
    status: range === null ? 200 : 206,
    headers: { ...headers, ...length, ...partial },
  });
}

/** `DELETE blobs/DIGEST` */
export async function deleteBlob({ store, instance }: RegistryCall, name: string): Promise<Response> {
  const digest = checkedDigest(name);
  if ((await store.findBlob(instance, digest)) === null) throw blobUnknown(digest);
  await store.removeBlob(instance, digest);
  return new Response(null, { status: 202 });
}

function blobUnknown(digest: string): RegistryError {
  return new RegistryError(404, 'BLOB_UNKNOWN', `there is no blob ${digest}`);
}
