import { join, resolve } from 'node:path';
import type { BuildCache } from '../../../config/build/build';

/** The S3-compatible address of Google's storage. */
const GCS_ENDPOINT = 'https://storage.googleapis.com';

/** The words of `--cache-from` and `--cache-to`. */
export interface CacheFlags {
  readonly from: string;
  readonly to: string;
}

/**
 * Returns the cache of one image. Each image has its own part of it, so that two of them do not overwrite each other.
 * A cache that fails costs time, never the build.
 */
export function cacheFlags(cache: BuildCache, image: string, root: string): CacheFlags {
  const place = placeOf(cache, image);
  switch (cache.type) {
    case 'registry':
      return flags(place, place, cache.mode, ['image-manifest=true', 'oci-mediatypes=true']);
    case 's3':
    case 'gcs':
      return flags(place, place, cache.mode, []);
    case 'local': {
      const folder = join(resolve(root, cache.path), image);
      const media = ['image-manifest=true', 'oci-mediatypes=true'];
      return flags([`type=local,src=${folder}`], [`type=local,dest=${folder}`], cache.mode, media);
    }
  }
}

function flags(
  from: readonly string[],
  to: readonly string[],
  mode: BuildCache['mode'],
  media: readonly string[],
): CacheFlags {
  return { from: from.join(','), to: [...to, `mode=${mode}`, ...media, 'ignore-error=true'].join(',') };
}

function placeOf(cache: BuildCache, image: string): readonly string[] {
  switch (cache.type) {
    case 'registry':
      return ['type=registry', `ref=${hasTag(cache.ref) ? cache.ref : `${cache.ref}:${image}`}`];
    case 's3': {
      const { bucket, region, prefix, endpointUrl } = cache;
      const own = endpointUrl === null ? [] : [`endpoint_url=${endpointUrl}`, 'use_path_style=true'];
      return [
        'type=s3',
        `bucket=${bucket}`,
        `region=${region}`,
        ...prefixIn(prefix),
        `name=${image}`,
        ...own,
      ];
    }
    case 'gcs': {
      const { bucket, prefix } = cache;
      const google = ['region=auto', `endpoint_url=${GCS_ENDPOINT}`, 'use_path_style=true'];
      return ['type=s3', `bucket=${bucket}`, ...prefixIn(prefix), `name=${image}`, ...google];
    }
    case 'local':
      return [];
  }
}

function prefixIn(prefix: string): readonly string[] {
  return prefix === '' ? [] : [`prefix=${prefix}`];
}

function hasTag(ref: string): boolean {
  return ref.lastIndexOf(':') > ref.lastIndexOf('/');
}
