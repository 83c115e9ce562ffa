import { isObject } from '../../../values/is-object';

/** The facts that buildx writes about a build that has succeeded. */
export interface BuildMetadata {
  /** `sha256:...` of the manifest, or of the index of several platforms. */
  readonly digest: string | null;
  /** `sha256:...` of the configuration of an image of one platform, by which an engine knows it. */
  readonly configDigest: string | null;
}

/** Reads the metadata file; nothing in it is known for certain. */
export function buildMetadataIn(text: string): BuildMetadata {
  const json: unknown = JSON.parse(text);
  const digestAt = (key: string): string | null => {
    const value = isObject(json) ? json[key] : undefined;
    return typeof value === 'string' && value.startsWith('sha256:') ? value : null;
  };
  return {
    digest: digestAt('containerimage.digest'),
    configDigest: digestAt('containerimage.config.digest'),
  };
}
