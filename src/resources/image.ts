import { digestOf } from '../values/digest';
import type { Files } from '../values/file-changes';
import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';
import { DEFAULT_RECIPE } from './helix-image/recipe';
import type { HelixRecipe } from './helix-image/recipe';
import { decodeAccess, encodeAccess } from './registry-access';
import type { RegistryAccess } from './registry-access';

/** The inputs of an image: one that Helix builds, or one that is pulled. */
export type ImageInputs = BuiltImageInputs | PulledImageInputs;

export interface BuiltImageInputs {
  readonly type: 'built';
  readonly from: ImageSource;
  readonly destination: ImageDestination;
  /** `sha256:...` of all that it is built from; also its tag. */
  readonly digest: string;
}

/** The place of a built image. */
export type ImageDestination =
  /** The engine of this host: `helix-shop-dev`. */
  | { readonly type: 'engine'; readonly repository: string }
  /** A registry; its host is null where the `registry_repo` of the same name tells it once it exists. */
  | {
      readonly type: 'registry';
      readonly host: string | null;
      readonly repository: string;
      readonly access: RegistryAccess;
    }
  /** Not decided yet: by the service that runs the image. */
  | { readonly type: 'none' };

export interface PulledImageInputs {
  readonly type: 'pulled';
  /** `ghcr.io/acme/api:1` */
  readonly reference: string;
  readonly policy: PullPolicy;
  readonly runtime: 'docker' | 'podman';
}

/** When an image is pulled: each time that it is applied, only where it is missing, or never. */
export type PullPolicy = 'always' | 'missing' | 'never';

/** The outputs of an image. */
export interface ImageOutputs {
  /** The id that the runtime knows it by; null for one that this host did not need to have. */
  readonly id: string | null;
  /** `ghcr.io/acme/api@sha256:...`, the same wherever it is pulled; null for one that was never in a registry. */
  readonly repoDigest: string | null;
  /**
   * The time of everything in a built image, in seconds since 1970: the same build gives the same digest. null: its builder
   * cannot repeat a build, or others have built it.
   */
  readonly epoch: number | null;
  /** The push of a built image; null for one that was not pushed by Helix. */
  readonly pushed: PushedImage | null;
}

/** An image in a registry, where Helix has pushed it. */
export interface PushedImage {
  /** `sha256:...` of its manifest. */
  readonly digest: string;
  /** `ghcr.io/acme/api` */
  readonly repository: string;
  /** Bytes of its layers as the registry stores them; null where it does not tell. */
  readonly sizeBytes: number | null;
  /** RFC 3339 UTC; null where another run has pushed it. */
  readonly pushedAt: string | null;
}

/** `linux/amd64`; empty: the engine's own. Images of several platforms are one index in a registry. */
export type Platforms = readonly string[];

/** All that goes into an image: the project's schema and queries, or its Dockerfile. */
export type ImageSource =
  | {
      readonly type: 'queries';
      readonly buildMode: 'dev' | 'release';
      /** Engine settings in the words of the Helix Cloud API. */
      readonly dbConfig: JsonObject;
      /** The digest of all files. */
      readonly queries: string;
      readonly recipe: HelixRecipe;
      /** The version of the generator of the Dockerfile. */
      readonly generator: number;
      readonly platforms: Platforms;
      readonly runtime: 'docker' | 'podman';
    }
  | {
      readonly type: 'dockerfile';
      /** The directory that is sent, and the Dockerfile, relative to the project. */
      readonly directory: string;
      readonly dockerfile: string;
      /** The files that are sent, path -> digest; where there are too many of them, the digest of all. */
      readonly context: Files | string;
      readonly target: string | null;
      /** Name -> `env:VARIABLE`, `literal:TEXT` or `secret:FINGERPRINT`. */
      readonly buildArgs: Readonly<Record<string, string>>;
      readonly platforms: Platforms;
      readonly runtime: 'docker' | 'podman';
      /** Raised to build again what has not changed. */
      readonly revision: number;
    };

/**
 * Returns the identity of an image: the digest of its sources, so that a plan knows without a build that one is needed.
 * The project's directory and the program that builds it make no difference.
 * @param context the digest of the build context; null for an image that is built from queries
 */
export function imageDigest(from: ImageSource, context: string | null): string {
  if (from.type === 'queries') return `sha256:${digestOf(encodeSource(from))}`;
  const { dockerfile, target, buildArgs, platforms, revision } = from;
  const platform = encodePlatforms(platforms);
  return `sha256:${digestOf({ context, dockerfile, target, build_args: buildArgs, platform, revision })}`;
}

/** Returns the tag of an image: enough of its identity for people. All of it is in its label. */
export function imageTag(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

export function encodeImage(inputs: ImageInputs): JsonObject {
  if (inputs.type === 'pulled') {
    const { reference, policy, runtime } = inputs;
    return { pull: reference, policy, runtime };
  }
  const { from, destination, digest } = inputs;
  return { ...encodeSource(from), ...encodeDestination(destination), digest };
}

function encodeDestination(destination: ImageDestination): JsonObject {
  switch (destination.type) {
    case 'none':
      return { pushed: false, registry: null, repository: null };
    case 'engine':
      return { pushed: false, registry: null, repository: destination.repository };
    case 'registry':
      return {
        pushed: true,
        registry: destination.host,
        repository: destination.repository,
        ...encodeAccess(destination.access),
      };
  }
}

function decodeDestination(fields: Fields): ImageDestination {
  const repository = fields.textOrNull('repository');
  if (repository === null) return { type: 'none' };
  return fields.flag('pushed', false)
    ? {
        type: 'registry',
        host: fields.textOrNull('registry'),
        repository,
        access: decodeAccess(fields),
      }
    : { type: 'engine', repository };
}

/** Reads the inputs of an image; their keys tell its type. Throws HelixError `state` for an invalid value. */
export function decodeImage(address: Address, json: JsonObject): ImageInputs {
  const fields = new Fields(address, json);
  if (isPulled(json)) {
    return {
      type: 'pulled',
      reference: fields.text('pull'),
      policy: fields.oneOf('policy', ['always', 'missing', 'never'], 'missing'),
      runtime: fields.oneOf('runtime', ['docker', 'podman'], 'docker'),
    };
  }
  return {
    type: 'built',
    from: 'queries' in json ? decodeQueriesSource(fields) : decodeDockerfileSource(fields),
    destination: decodeDestination(fields),
    digest: fields.text('digest'),
  };
}

/** Whether an image is pulled rather than built. */
export function isPulled(json: JsonObject): boolean {
  return 'pull' in json;
}

/** Whether an image is pushed to a registry once it is built. */
export function isPushed(json: JsonObject): boolean {
  return json['pushed'] === true;
}

/** Whether this version builds an image, and knows where it goes. */
export function isBuildable(json: JsonObject): boolean {
  return ('context' in json || 'queries' in json) && typeof json['repository'] === 'string';
}

export function encodeImageOutputs({ id, repoDigest, epoch, pushed }: ImageOutputs): JsonObject {
  return {
    image_id: id,
    repo_digest: repoDigest,
    source_date_epoch: epoch,
    ...(pushed && encodePushed(pushed)),
  };
}

/** Returns the reference by which a pushed image is pulled: `ghcr.io/acme/api@sha256:...`. */
export function pushedReference({ repository, digest }: PushedImage): string {
  return `${repository}@${digest}`;
}

function encodePushed(pushed: PushedImage): JsonObject {
  return {
    digest: pushed.digest,
    repository: pushed.repository,
    reference: pushedReference(pushed),
    size_bytes: pushed.sizeBytes,
    pushed_at: pushed.pushedAt,
  };
}

/** Reads the outputs of an image. Throws HelixError `state` for an invalid value. */
export function decodeImageOutputs(address: Address, json: JsonObject): ImageOutputs {
  const fields = new Fields(address, json);
  const digest = fields.textOrNull('digest');
  return {
    id: fields.textOrNull('image_id'),
    repoDigest: fields.textOrNull('repo_digest'),
    epoch: fields.numberOrNull('source_date_epoch'),
    pushed: digest === null ? null : decodePushed(digest, fields),
  };
}

function decodePushed(digest: string, fields: Fields): PushedImage {
  return {
    digest,
    repository: fields.text('repository'),
    sizeBytes: fields.numberOrNull('size_bytes'),
    pushedAt: fields.textOrNull('pushed_at'),
  };
}

function encodeSource(from: ImageSource): JsonObject {
  switch (from.type) {
    case 'queries':
      return {
        build_mode: from.buildMode,
        db_config: from.dbConfig,
        queries: from.queries,
        recipe: encodeRecipe(from.recipe),
        generator: from.generator,
        platform: encodePlatforms(from.platforms),
        runtime: from.runtime,
      };
    case 'dockerfile':
      return {
        context: from.context,
        directory: from.directory,
        dockerfile: from.dockerfile,
        target: from.target,
        build_args: from.buildArgs,
        platform: encodePlatforms(from.platforms),
        runtime: from.runtime,
        revision: from.revision,
      };
  }
}

function encodeRecipe({ helixVersion, repository, buildBase, runtimeBase }: HelixRecipe): JsonObject {
  return {
    build_base: buildBase,
    helix_version: helixVersion,
    repository,
    runtime_base: runtimeBase,
  };
}

/** A record of an older version names no recipe: it was never built. */
function decodeRecipe(fields: Fields): HelixRecipe {
  const recipe = fields.textByName('recipe');
  return {
    helixVersion: recipe['helix_version'] ?? DEFAULT_RECIPE.helixVersion,
    repository: recipe['repository'] ?? DEFAULT_RECIPE.repository,
    buildBase: recipe['build_base'] ?? DEFAULT_RECIPE.buildBase,
    runtimeBase: recipe['runtime_base'] ?? DEFAULT_RECIPE.runtimeBase,
  };
}

function decodeQueriesSource(fields: Fields): ImageSource {
  return {
    type: 'queries',
    buildMode: fields.oneOf('build_mode', ['dev', 'release'], 'release'),
    dbConfig: fields.object('db_config'),
    queries: fields.text('queries'),
    recipe: decodeRecipe(fields),
    generator: fields.number('generator', 0),
    platforms: decodePlatforms(fields.text('platform', 'linux/amd64')),
    runtime: fields.oneOf('runtime', ['docker', 'podman'], 'docker'),
  };
}

function decodeDockerfileSource(fields: Fields): ImageSource {
  return {
    type: 'dockerfile',
    directory: fields.text('directory', '.'),
    dockerfile: fields.text('dockerfile', 'Dockerfile'),
    context: decodeContext(fields),
    target: fields.textOrNull('target'),
    buildArgs: fields.textByName('build_args'),
    platforms: decodePlatforms(fields.textOrNull('platform')),
    runtime: fields.oneOf('runtime', ['docker', 'podman'], 'docker'),
    revision: fields.number('revision', 0),
  };
}

/** Writes platforms as Docker does: `linux/amd64,linux/arm64`. */
function encodePlatforms(platforms: Platforms): string | null {
  return platforms.length === 0 ? null : platforms.join(',');
}

function decodePlatforms(text: string | null): Platforms {
  return text === null ? [] : text.split(',');
}

/** Reads the files of a build context; empty where they are not recorded one by one. */
export function contextFiles(address: Address, json: JsonObject): Files {
  const fields = new Fields(address, json);
  return fields.holdsObject('context') ? fields.textByName('context') : {};
}

/** Reads the revision of an image that is built; 0 where it never was raised. */
export function imageRevision(address: Address, json: JsonObject): number {
  return new Fields(address, json).number('revision', 0);
}

function decodeContext(fields: Fields): Files | string {
  return fields.holdsObject('context') ? fields.textByName('context') : fields.text('context');
}
