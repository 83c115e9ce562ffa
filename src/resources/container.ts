import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The inputs of a container on this host (`[local.N]`). */
export interface ContainerInputs {
  readonly type: 'container';
  /** Its name in the runtime. */
  readonly container: string;
  readonly runtime: 'docker' | 'podman';
  readonly port: number;
  /** The address of this host that the port is published on. */
  readonly bind: BindAddress;
  /** The most that it may use: cores, and GiB of memory; null: no limit. */
  readonly cpus: number | null;
  readonly memoryGb: number | null;
  /** The volume that its data was put into under an earlier name; null: the one of its own name. */
  readonly volume: string | null;
  /** The folder of the project that holds its data in place of a volume, as HelixDB 2.x left it; null: none. */
  readonly dataFolder: string | null;
  /** The digest of an image that is built, or the reference of one that is pulled. */
  readonly image: string | null;
  /** Name -> `env:VARIABLE`, `file:NAME` (in the project's `.env`), `literal:TEXT` or `secret:FINGERPRINT`. */
  readonly envVars: Readonly<Record<string, string>>;
  readonly database:
    | { readonly type: 'built'; readonly dbConfig: JsonObject }
    | { readonly type: 'prebuilt'; readonly storage: 'memory' | 'disk' | 's3'; readonly s3: S3Inputs | null };
}

/** This host alone, or every network that it is in. */
export type BindAddress = (typeof BIND_ADDRESSES)[number];

export const BIND_ADDRESSES = ['127.0.0.1', '0.0.0.0'] as const;

/** The bucket that a prebuilt database stores its data in. */
export interface S3Inputs {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  /** null: Amazon's own. */
  readonly endpointUrl: string | null;
  readonly allowHttp: boolean;
}

/** The outputs of a container. */
export interface ContainerOutputs {
  /** The id that the runtime gave it. */
  readonly id: string;
  readonly url: string;
  /** The volume that holds its data; null for one whose data lives elsewhere. */
  readonly volume: string | null;
}

export function encodeContainer(inputs: ContainerInputs): JsonObject {
  const { container, runtime, port, image, envVars, database } = inputs;
  const shared = { container, runtime, port, image, env_vars: envVars, ...encodeSettings(inputs) };
  if (database.type === 'built') return { ...shared, db_config: database.dbConfig };
  const { storage, s3 } = database;
  return {
    ...shared,
    storage,
    s3: s3 && {
      bucket: s3.bucket,
      prefix: s3.prefix,
      region: s3.region,
      endpoint_url: s3.endpointUrl,
      allow_http: s3.allowHttp,
    },
  };
}

/** Returns what was set apart from the defaults. */
function encodeSettings({ bind, cpus, memoryGb, volume, dataFolder }: ContainerInputs): JsonObject {
  return {
    ...(bind === LOOPBACK ? {} : { bind }),
    ...(cpus === null ? {} : { cpus }),
    ...(memoryGb === null ? {} : { memory_gb: memoryGb }),
    ...(volume === null ? {} : { volume }),
    ...(dataFolder === null ? {} : { data_folder: dataFolder }),
  };
}

const [LOOPBACK] = BIND_ADDRESSES;

/** Whether a container keeps its data on this host. */
export function isOnDisk({ database }: Pick<ContainerInputs, 'database'>): boolean {
  return database.type === 'built' || database.storage === 'disk';
}

/** Returns the volume that a container keeps its data in, which outlives it; null where it keeps none on this host. */
export function dataVolume(inputs: ContainerInputs): string | null {
  if (!isOnDisk(inputs) || inputs.dataFolder !== null) return null;
  return inputs.volume ?? ownVolume(inputs.container);
}

export function ownNetwork(container: string): string {
  return `${container}-net`;
}

/** Returns the folder of a project in which HelixDB 2.x kept the data of an instance. */
export function dataFolderOf(instance: string): string {
  return `.helix/.volumes/${instance}`;
}

/** Returns the volume that a container of this name has unless its data is elsewhere already. */
export function ownVolume(container: string): string {
  return `${container}-data`;
}

/** Reads the inputs of a container. Throws HelixError `state` for an invalid value. */
export function decodeContainer(address: Address, json: JsonObject): ContainerInputs {
  const fields = new Fields(address, json);
  return {
    type: 'container',
    container: fields.text('container'),
    runtime: fields.oneOf('runtime', ['docker', 'podman'], 'docker'),
    port: fields.number('port'),
    bind: fields.oneOf('bind', BIND_ADDRESSES, LOOPBACK),
    cpus: fields.numberOrNull('cpus'),
    memoryGb: fields.numberOrNull('memory_gb'),
    volume: fields.textOrNull('volume'),
    dataFolder: fields.textOrNull('data_folder'),
    image: fields.textOrNull('image'),
    envVars: fields.textByName('env_vars'),
    database: decodeDatabase(fields),
  };
}

/** Returns the inputs that an observation of the container corrects. */
export function encodeSeenContainer({ port, image }: Pick<ContainerInputs, 'port' | 'image'>): JsonObject {
  return { port, image };
}

export function encodeContainerOutputs({ id, url, volume }: ContainerOutputs): JsonObject {
  return { container_id: id, url, volume };
}

/** Reads the outputs of a container. Throws HelixError `state` for an invalid value. */
export function decodeContainerOutputs(address: Address, json: JsonObject): ContainerOutputs {
  const fields = new Fields(address, json);
  return { id: fields.text('container_id'), url: fields.text('url'), volume: fields.textOrNull('volume') };
}

function decodeDatabase(fields: Fields): ContainerInputs['database'] {
  const dbConfig = fields.objectOrNull('db_config');
  if (dbConfig !== null) return { type: 'built', dbConfig };
  const storage = fields.oneOf('storage', ['memory', 'disk', 's3'], 'memory');
  return { type: 'prebuilt', storage, s3: decodeS3(fields.within('s3')) };
}

function decodeS3(fields: Fields | null): S3Inputs | null {
  return (
    fields && {
      bucket: fields.text('bucket'),
      prefix: fields.text('prefix', ''),
      region: fields.text('region'),
      endpointUrl: fields.textOrNull('endpoint_url'),
      allowHttp: fields.flag('allow_http', false),
    }
  );
}
