import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestIn } from '../registry/manifest';

/** Reads the configurations of an image in a folder of the OCI layout: platform -> text, `''` for an image of one. */
export async function readLayoutConfigs(
  folder: string,
  digest: string,
): Promise<ReadonlyMap<string, string>> {
  const read = (blob: string): Promise<string> => readFile(join(folder, 'blobs', ...blob.split(':')), 'utf8');
  const manifest = manifestIn(await read(digest));
  if (manifest === null) throw new Error(`${digest} is not a manifest`);
  if (manifest.type === 'image') return new Map([['', await read(manifest.config)]]);
  const images = manifest.children.filter(({ platform }) => platform !== null);
  const configs = await Promise.all(
    images.map(async ({ digest: child, platform }) => {
      const texts = await readLayoutConfigs(folder, child);
      return [platform ?? '', texts.get('') ?? ''] as const;
    }),
  );
  return new Map(configs);
}
