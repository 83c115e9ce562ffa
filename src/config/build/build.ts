import type { SourceRef } from '../../values/resource';

/** `[build]`: the way in which images are built. Only `rebuild` changes what a plan says. */
export interface BuildConfig {
  /** null: not written; the engine itself builds, or a container where that is not enough. */
  readonly builder: BuilderChoice | null;
  readonly cache: BuildCache | null;
  readonly timeoutSeconds: number;
  /** The number of images that are built at the same time. */
  readonly parallel: number;
  readonly provenance: 'none' | 'min' | 'max';
  /** The size up to which a builder of ours keeps its layers. */
  readonly keepGb: number;
  /** A revision that is part of the identity of every image. */
  readonly rebuild: number;
  /** The written keys that only docker buildx supports. */
  readonly buildxKeys: readonly WrittenKey[];
}

export type BuilderChoice =
  | { readonly type: 'local' }
  | { readonly type: 'docker-container' }
  | RemoteBuilder;

/** `[build.remotes.NAME]` */
export interface RemoteBuilder {
  readonly type: 'remote';
  readonly name: string;
  readonly endpoint: string;
  /** Files, relative to the project unless absolute. */
  readonly tls: BuilderTls | null;
  /** Empty: those that it reports. */
  readonly platforms: readonly string[];
}

export interface BuilderTls {
  readonly cacert: string;
  readonly client: { readonly cert: string; readonly key: string } | null;
}

/** `[build.cache]` */
export type BuildCache = { readonly mode: 'min' | 'max' } & (
  | { readonly type: 'registry'; readonly ref: string }
  | {
      readonly type: 's3';
      readonly bucket: string;
      readonly prefix: string;
      readonly region: string;
      /** An http(s) URL without a trailing slash; null: AWS. */
      readonly endpointUrl: string | null;
      /** The account of the user's cloud.toml that has access to the bucket, if it exists. */
      readonly account: string;
    }
  | {
      readonly type: 'gcs';
      readonly bucket: string;
      readonly prefix: string;
      readonly account: string;
    }
  | {
      readonly type: 'local';
      /** Relative to the project unless absolute. */
      readonly path: string;
    }
);

/** A key as the file names it, and its place. */
export interface WrittenKey {
  readonly key: string;
  readonly source: SourceRef;
}

/** The configuration of a project without `[build]`. */
export const DEFAULT_BUILD: BuildConfig = {
  builder: null,
  cache: null,
  timeoutSeconds: 1800,
  parallel: 2,
  provenance: 'none',
  keepGb: 20,
  rebuild: 0,
  buildxKeys: [],
};

/** Returns the same build on this host, by whatever is enough there. */
export function buildOnThisHost(build: BuildConfig): BuildConfig {
  const buildxKeys = build.buildxKeys.filter(({ key }) => !key.endsWith('builder'));
  return { ...build, builder: null, buildxKeys };
}
