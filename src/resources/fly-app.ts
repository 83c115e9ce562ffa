import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The inputs of an app on Fly (`[cloud.N.fly]`). */
export interface FlyAppInputs {
  readonly type: 'fly-app';
  /** The beginning of its name; the whole one is known once there is a state. */
  readonly app: string;
  readonly org: string;
  /** A preset of Fly: `shared-cpu-1x`. */
  readonly vmSize: string;
  /** The volume and its mount point: `helix_shop_data:/data`; null for one that was found to be gone. */
  readonly volume: string | null;
  /** null: without a volume. */
  readonly volumeInitialSizeGb: number | null;
  readonly private: boolean;
  readonly auth: FlyLogin;
  readonly region: string | null;
  /** The digest of the image that is built for it, or the reference of a public one. */
  readonly image: string | null;
  /** Whether the image is built, and pushed to the registry of the app. */
  readonly isBuilt: boolean;
  readonly port: number;
  /** Name -> `env:VARIABLE`, `literal:TEXT` or `secret:FINGERPRINT`. */
  readonly envVars: Readonly<Record<string, string>>;
  readonly health: FlyHealthInputs;
}

/** The login that Helix takes: that of flyctl, or a token of the environment alone. */
export type FlyLogin = (typeof LOGINS)[number];

const LOGINS = ['Cli', 'ApiKey'] as const;

export interface FlyHealthInputs {
  /** null: a connection suffices. */
  readonly path: string | null;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly graceSeconds: number;
}

/** The inputs of the app itself, whose registry takes its images. */
export interface FlyRepositoryInputs {
  readonly name: string;
  readonly org: string;
  readonly registry: string;
  readonly auth: FlyLogin;
}

/** The outputs of an app: the names that Fly gave its parts. Each is null until it is known. */
export interface FlyAppOutputs {
  /** Its name, by which Fly knows it. */
  readonly app: string | null;
  readonly machineId: string | null;
  readonly volumeId: string | null;
  /** The image that its machine runs: `registry.fly.io/helix-shop-web-1a2b3c4d@sha256:...`. */
  readonly image: string | null;
  /** The version of its secrets that its machine has seen. */
  readonly secretsVersion: number | null;
  readonly url: string | null;
  readonly privateAddress: string | null;
}

export function encodeFlyApp(inputs: FlyAppInputs): JsonObject {
  return {
    app: inputs.app,
    org: inputs.org,
    vm_size: inputs.vmSize,
    volume: inputs.volume,
    volume_initial_size: inputs.volumeInitialSizeGb,
    private: inputs.private,
    auth: inputs.auth,
    region: inputs.region,
    image: inputs.image,
    ...(inputs.isBuilt && { built: true }),
    port: inputs.port,
    env_vars: inputs.envVars,
    health: {
      path: inputs.health.path,
      interval_seconds: inputs.health.intervalSeconds,
      timeout_seconds: inputs.health.timeoutSeconds,
      grace_seconds: inputs.health.graceSeconds,
    },
  };
}

/** Reads the inputs of an app. Throws HelixError `state` for an invalid value. */
export function decodeFlyApp(address: Address, json: JsonObject): FlyAppInputs {
  const fields = new Fields(address, json);
  const health = fields.within('health');
  return {
    type: 'fly-app',
    app: fields.text('app'),
    org: fields.text('org', 'personal'),
    vmSize: fields.text('vm_size'),
    volume: fields.textOrNull('volume'),
    volumeInitialSizeGb: fields.numberOrNull('volume_initial_size'),
    private: fields.flag('private', false),
    auth: fields.oneOf('auth', LOGINS, 'Cli'),
    region: fields.textOrNull('region'),
    image: fields.textOrNull('image'),
    isBuilt: fields.flag('built', false),
    port: fields.number('port', 6969),
    envVars: fields.textByName('env_vars'),
    health: {
      path: health?.textOrNull('path') ?? null,
      intervalSeconds: health?.number('interval_seconds', 15) ?? 15,
      timeoutSeconds: health?.number('timeout_seconds', 10) ?? 10,
      graceSeconds: health?.number('grace_seconds', 30) ?? 30,
    },
  };
}

/** Returns the inputs of the app itself, as those of a repository. */
export function encodeFlyRepository({ name, org, registry, auth }: FlyRepositoryInputs): JsonObject {
  return { name, org, registry, auth };
}

/** Reads the inputs of the app itself. Throws HelixError `state` for an invalid value. */
export function decodeFlyRepository(address: Address, json: JsonObject): FlyRepositoryInputs {
  const fields = new Fields(address, json);
  return {
    name: fields.text('name'),
    org: fields.text('org', 'personal'),
    registry: fields.text('registry'),
    auth: fields.oneOf('auth', LOGINS, 'Cli'),
  };
}

/** Returns the outputs; without a machine there is no id of one. */
export function encodeFlyAppOutputs(outputs: FlyAppOutputs): JsonObject {
  return {
    id: outputs.app,
    machine_id: outputs.machineId,
    volume_id: outputs.volumeId,
    image: outputs.image,
    secrets_version: outputs.secretsVersion,
    ...(outputs.url !== null && { url: outputs.url }),
    private_address: outputs.privateAddress,
  };
}

/** Reads the outputs of an app. Throws HelixError `state` for an invalid value. */
export function decodeFlyAppOutputs(address: Address, json: JsonObject): FlyAppOutputs {
  const fields = new Fields(address, json);
  return {
    app: fields.textOrNull('id'),
    machineId: fields.textOrNull('machine_id'),
    volumeId: fields.textOrNull('volume_id'),
    image: fields.textOrNull('image'),
    secretsVersion: fields.numberOrNull('secrets_version'),
    url: fields.textOrNull('url'),
    privateAddress: fields.textOrNull('private_address'),
  };
}

/** The name of a volume and the folder that it is mounted at; null for an app without one. */
export function mountOf({
  volume,
}: Pick<FlyAppInputs, 'volume'>): { readonly name: string; readonly path: string } | null {
  if (volume === null) return null;
  const [name = '', path = '/data'] = volume.split(':');
  // Names of volumes have small letters, and at most 30 of them.
  return {
    name: name
      .toLowerCase()
      .replaceAll(/[^a-z0-9_]/g, '_')
      .slice(0, 30),
    path,
  };
}

/** Returns outputs with another image. */
export function withImage(outputs: JsonObject, image: string | null): JsonObject {
  return { ...outputs, image };
}
