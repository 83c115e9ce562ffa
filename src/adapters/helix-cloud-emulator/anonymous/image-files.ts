import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { SourceFile } from '../../../resources/query-check';
import { invalid } from '../api-error';
import type { ImageStore } from '../oci/image-store';
import type { Manifest } from '../oci/manifest';

const LARGEST_FILE = 1024 * 1024;

/**
 * Reads the `.hx` files in the layers of an image; a later layer wins. An image that has none brings its queries compiled.
 * @throws ApiError 400 for an image that was not pushed
 */
export async function readImageQueries(
  store: ImageStore,
  { repository, digest }: { readonly repository: string; readonly digest: string },
): Promise<readonly SourceFile[]> {
  const [instance = ''] = repository.split('/');
  const known = await store.readText(store.repositoryPath(repository, '_manifests', digest));
  if (known === null) throw invalid([{ path: '/image', message: `${repository}@${digest} was not pushed` }]);
  const layers = await listLayers(store, instance, digest);
  const files = new Map<string, string>();
  for (const layer of layers) await readLayer(store, instance, layer, files);
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => ({ path, text: content }));
}

async function listLayers(store: ImageStore, instance: string, digest: string): Promise<readonly string[]> {
  const manifest = JSON.parse((await store.readText(store.blobPath(instance, digest))) ?? '{}') as Manifest;
  const [first] = manifest.manifests ?? [];
  if (first !== undefined) return listLayers(store, instance, first.digest);
  return (manifest.layers ?? []).map((layer) => layer.digest);
}

async function readLayer(
  store: ImageStore,
  instance: string,
  layer: string,
  files: Map<string, string>,
): Promise<void> {
  const tar = extract();
  const readEntries = async (): Promise<void> => {
    for await (const entry of tar) {
      const { name, type, size } = entry.header;
      const path = name.replace(/^\.?\//, '');
      if (type === 'file' && path.endsWith('.hx') && size <= LARGEST_FILE)
        files.set(path, await readText(entry));
      else entry.resume();
    }
  };
  await Promise.all([pipeline(store.readBlob(instance, layer), createGunzip(), tar), readEntries()]);
}

async function readText(entry: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
