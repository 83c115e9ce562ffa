import { isObject } from '../../../values/is-object';

/** A manifest of a registry: one image, or an index of images. */
export type Manifest = ImageManifest | IndexManifest;

export interface ImageManifest {
  readonly type: 'image';
  /** The digest of its configuration, which has the labels. */
  readonly config: string;
  /** The configuration and all layers, as they are stored. */
  readonly sizeBytes: number;
}

export interface IndexManifest {
  readonly type: 'index';
  readonly children: readonly Child[];
}

/** A manifest that an index names. */
export interface Child {
  readonly digest: string;
  /** `linux/arm64`; null for what is not an image, such as an attestation. */
  readonly platform: string | null;
}

/** The forms of manifests that Helix reads. */
export const MANIFEST_TYPES: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** An index of more images than this was not pushed by Helix. */
const MOST_CHILDREN = 1000;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Reads a manifest; null for another form, and for an invalid one. */
export function manifestIn(text: string): Manifest | null {
  const json = parsed(text);
  if (!isObject(json)) return null;
  if (Array.isArray(json['manifests'])) {
    if (json['manifests'].length > MOST_CHILDREN) return null;
    const children = (json['manifests'] as readonly unknown[]).map(childIn);
    return children.includes(null)
      ? null
      : { type: 'index', children: children.filter((one) => one !== null) };
  }
  const config = descriptorIn(json['config'] ?? null);
  const layers = Array.isArray(json['layers'])
    ? (json['layers'] as readonly unknown[]).map(descriptorIn)
    : [null];
  if (config === null || layers.includes(null)) return null;
  const sizeBytes = layers.reduce((sum, layer) => sum + (layer?.size ?? 0), config.size);
  return { type: 'image', config: config.digest, sizeBytes };
}

/** The facts in the configuration of an image. */
export interface ImageConfig {
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: string | null;
}

/** Reads the configuration of an image; null for an invalid one. */
export function imageConfigIn(configText: string): ImageConfig | null {
  const json = parsed(configText);
  if (!isObject(json)) return null;
  const config = json['config'] ?? null;
  const labels = isObject(config) ? (config['Labels'] ?? null) : null;
  const texts = Object.entries(isObject(labels) ? labels : {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  const { created } = json;
  return { labels: Object.fromEntries(texts), createdAt: typeof created === 'string' ? created : null };
}

function childIn(json: unknown): Child | null {
  const descriptor = descriptorIn(json);
  if (descriptor === null || !isObject(json)) return null;
  const { platform = null } = json;
  const of = (key: string): unknown => (isObject(platform) ? (platform[key] ?? null) : null);
  const [os, architecture] = [of('os'), of('architecture')];
  const isImage = typeof os === 'string' && typeof architecture === 'string' && os !== 'unknown';
  return { digest: descriptor.digest, platform: isImage ? `${os}/${architecture}` : null };
}

function descriptorIn(json: unknown): { readonly digest: string; readonly size: number } | null {
  if (!isObject(json)) return null;
  const { digest, size } = json;
  return typeof digest === 'string' && DIGEST.test(digest) && typeof size === 'number' && size >= 0
    ? { digest, size }
    : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
