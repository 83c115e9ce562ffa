import type { Files } from '../../values/file-changes';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import { Fields } from '../fields';
import { decodeSource, encodeSource } from './source';
import type { ImageSource } from './source';
import { decodeAccess, encodeAccess } from '../registry-access';
import type { RegistryAccess } from '../registry-access';

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
    from: decodeSource(fields, json),
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

/** Reads the files of a build context; empty where they are not recorded one by one. */
export function contextFiles(address: Address, json: JsonObject): Files {
  const fields = new Fields(address, json);
  return fields.holdsObject('context') ? fields.textByName('context') : {};
}

/** Reads the revision of an image that is built; 0 where it never was raised. */
export function imageRevision(address: Address, json: JsonObject): number {
  return new Fields(address, json).number('revision', 0);
}

/** Reads what an image is built from, as a digest; null for one that is pulled. */
export function builtDigest(address: Address, json: JsonObject): string | null {
  return isPulled(json) ? null : new Fields(address, json).text('digest');
}
