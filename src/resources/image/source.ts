import { digestOf } from '../../values/digest';
import type { Files } from '../../values/file-changes';
import type { JsonObject } from '../../values/json';
import type { Fields } from '../fields';
import { DEFAULT_RECIPE } from '../helix-image/recipe';
import type { HelixRecipe } from '../helix-image/recipe';

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

/** Returns a source in the form of a record. */
export function encodeSource(from: ImageSource): JsonObject {
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

/** Reads the source of an image; its keys tell its type. Throws HelixError `state` for an invalid value. */
export function decodeSource(fields: Fields, json: JsonObject): ImageSource {
  return 'queries' in json ? decodeQueriesSource(fields) : decodeDockerfileSource(fields);
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

function decodeContext(fields: Fields): Files | string {
  return fields.holdsObject('context') ? fields.textByName('context') : fields.text('context');
}
