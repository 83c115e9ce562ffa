import { digestOf } from '../values/digest';
import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The inputs of an image: one that Helix builds, or one that is pulled. */
export type ImageInputs = BuiltImageInputs | PulledImageInputs;

export interface BuiltImageInputs {
  readonly type: 'built';
  readonly from: ImageSource;
  /** The repository that it is pushed to; null: it stays where it is built. */
  readonly repository: string | null;
  /** `sha256:...` of all that it is built from; also its tag. */
  readonly digest: string;
}

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
  /** The id that the runtime knows it by. */
  readonly id: string;
  /** `ghcr.io/acme/api@sha256:...`, the same wherever it is pulled; null for one that was never in a registry. */
  readonly repoDigest: string | null;
}

/** All that goes into an image: the project's schema and queries, or its Dockerfile. */
export type ImageSource =
  | {
      readonly type: 'queries';
      readonly buildMode: 'dev' | 'release';
      /** Engine settings in the words of the Helix Cloud API. */
      readonly dbConfig: JsonObject;
      /** The digest of all files. */
      readonly queries: string;
      readonly platform: string;
      readonly runtime: 'docker' | 'podman';
    }
  | {
      readonly type: 'dockerfile';
      /** The digest of the build context; null: there is no Dockerfile. */
      readonly context: string | null;
      readonly platform: string;
    };

/** Returns the identity of an image: the digest of its sources, so that a plan knows without a build that one is needed. */
export function imageDigest(from: ImageSource): string {
  return `sha256:${digestOf(encodeSource(from))}`;
}

export function encodeImage(inputs: ImageInputs): JsonObject {
  if (inputs.type === 'pulled') {
    const { reference, policy, runtime } = inputs;
    return { pull: reference, policy, runtime };
  }
  const { from, repository, digest } = inputs;
  return { ...encodeSource(from), repository, digest };
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
    repository: fields.textOrNull('repository'),
    digest: fields.text('digest'),
  };
}

/** Whether an image is pulled rather than built. */
export function isPulled(json: JsonObject): boolean {
  return 'pull' in json;
}

export function encodeImageOutputs({ id, repoDigest }: ImageOutputs): JsonObject {
  return { image_id: id, repo_digest: repoDigest };
}

function encodeSource(from: ImageSource): JsonObject {
  switch (from.type) {
    case 'queries':
      return {
        build_mode: from.buildMode,
        db_config: from.dbConfig,
        queries: from.queries,
        platform: from.platform,
        runtime: from.runtime,
      };
    case 'dockerfile':
      return { context: from.context, platform: from.platform };
  }
}

function decodeQueriesSource(fields: Fields): ImageSource {
  return {
    type: 'queries',
    buildMode: fields.oneOf('build_mode', ['dev', 'release'], 'release'),
    dbConfig: fields.object('db_config'),
    queries: fields.text('queries'),
    platform: fields.text('platform', 'linux/amd64'),
    runtime: fields.oneOf('runtime', ['docker', 'podman'], 'docker'),
  };
}

function decodeDockerfileSource(fields: Fields): ImageSource {
  return {
    type: 'dockerfile',
    context: fields.textOrNull('context'),
    platform: fields.text('platform', 'linux/amd64'),
  };
}
