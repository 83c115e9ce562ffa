import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';
import { encodeTags } from './tags';

/** The settings of a machine that its table (`[deploy.N]`) and its record have in common. */
export interface MachineSettings {
  /** The account of cloud.toml by which it is applied; missing: the one that cloud.toml prefers for the cloud. */
  readonly account?: string;
  readonly profile: 'min' | 'recommended';
  readonly cpu: number;
  readonly memoryGb: number;
  readonly storageGb: number;
  readonly gpuCount: number;
  readonly gpuType: string | null;
  readonly arch: 'amd64' | 'arm64';
  readonly spot: boolean;
  readonly publicIp: boolean;
  readonly bandwidthTier: string | null;
  readonly ports: readonly number[];
  readonly sshCidrs: readonly string[];
  readonly sshKey: string | null;
  readonly subnetId: string | null;
  /** Missing: the first zone of the region, where the cloud has zones. */
  readonly zone?: string;
  /** Name -> `env:VARIABLE`, or what the cloud calls a secret of its own. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly expireItself: boolean;
  /** null: the machine has no health check. */
  readonly health: HealthCheck | null;
}

/** The inputs of a machine in a cloud. */
export interface MachineInputs extends MachineSettings {
  readonly type: 'machine';
  /** The name in the cloud. */
  readonly name: string;
  readonly provider: string;
  /** null: `auto` has not chosen one yet. */
  readonly region: string | null;
  /** The revision of the lowering to Terraform; null where the cloud has none. */
  readonly lowering: number | null;
  /** null: none was chosen yet. */
  readonly instanceType: string | null;
  /** null: the machine has the disk of its type alone. */
  readonly disk: PlannedDisk | null;
  /** The disk that comes with its type; null where types come with none, or it is not known. */
  readonly ownDiskGb: number | null;
  /** A reference, or the digest of an image that is built; null: neither is known. */
  readonly image: string | null;
  /** The host that a built image is pulled from; null: the cloud's own registry, or the user named an image. */
  readonly registry: string | null;
  /** Name -> `literal:TEXT`, `env:VARIABLE` or `secret:FINGERPRINT`. */
  readonly env: Readonly<Record<string, string>>;
  /** Name -> value, as the user wrote them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A disk beside what the type of a machine comes with. */
export interface PlannedDisk {
  /** The name in Terraform's providers: `gp3`, `pd-balanced`, `StandardSSD_LRS`; `volume`, `block-storage-nvme`. */
  readonly type: string;
  /** Whole GB. */
  readonly sizeGb: number;
  /** A volume beside the machine's own boot disk; otherwise it is the boot disk. */
  readonly attached: boolean;
}

/** The health check of a machine. */
export interface HealthCheck {
  readonly endpoint: string;
  readonly port: number;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly unhealthyThreshold: number;
}

/** The values of a health check that names none. */
export const DEFAULT_HEALTH: HealthCheck = {
  endpoint: '/health',
  port: 8080,
  intervalSeconds: 30,
  timeoutSeconds: 5,
  unhealthyThreshold: 3,
};

export function encodeMachine(inputs: MachineInputs): JsonObject {
  const { disk, health } = inputs;
  return {
    name: inputs.name,
    provider: inputs.provider,
    ...(inputs.account !== undefined && { account: inputs.account }),
    region: inputs.region,
    ...(inputs.lowering === null ? {} : { lowering: inputs.lowering }),
    instance_type: inputs.instanceType,
    disk: disk && { type: disk.type, size_gb: disk.sizeGb, attached: disk.attached },
    ...(inputs.ownDiskGb === null ? {} : { own_disk_gb: inputs.ownDiskGb }),
    cpu: inputs.cpu,
    memory_gb: inputs.memoryGb,
    storage_gb: inputs.storageGb,
    gpu_count: inputs.gpuCount,
    gpu_type: inputs.gpuType,
    arch: inputs.arch,
    profile: inputs.profile,
    spot: inputs.spot,
    public_ip: inputs.publicIp,
    bandwidth_tier: inputs.bandwidthTier,
    image: inputs.image,
    ...(inputs.registry === null ? {} : { registry: inputs.registry }),
    ports: inputs.ports,
    ssh_cidrs: inputs.sshCidrs,
    ssh_key: inputs.sshKey,
    subnet_id: inputs.subnetId,
    ...(inputs.zone !== undefined && { zone: inputs.zone }),
    env: inputs.env,
    secrets: inputs.secrets,
    expire_itself: inputs.expireItself,
    health: health && {
      endpoint: health.endpoint,
      port: health.port,
      interval_seconds: health.intervalSeconds,
      timeout_seconds: health.timeoutSeconds,
      unhealthy_threshold: health.unhealthyThreshold,
    },
    ...encodeTags(inputs.tags),
  };
}

/** Reads the inputs of a machine. Throws HelixError `state` for an invalid value. */
export function decodeMachine(address: Address, json: JsonObject): MachineInputs {
  const fields = new Fields(address, json);
  const account = fields.textOrNull('account');
  const zone = fields.textOrNull('zone');
  return {
    type: 'machine',
    name: fields.text('name'),
    provider: fields.text('provider'),
    ...(account !== null && { account }),
    region: fields.textOrNull('region'),
    lowering: fields.numberOrNull('lowering'),
    instanceType: fields.textOrNull('instance_type'),
    disk: decodeDisk(fields.within('disk')),
    ownDiskGb: fields.numberOrNull('own_disk_gb'),
    // A missing number counts as 0, so that any request triggers a new choice.
    cpu: fields.number('cpu', 0),
    memoryGb: fields.number('memory_gb', 0),
    storageGb: fields.number('storage_gb', 20),
    gpuCount: fields.number('gpu_count', 0),
    gpuType: fields.textOrNull('gpu_type'),
    arch: fields.oneOf('arch', ['amd64', 'arm64'], 'amd64'),
    profile: fields.oneOf('profile', ['min', 'recommended'], 'recommended'),
    spot: fields.flag('spot', false),
    publicIp: fields.flag('public_ip', true),
    bandwidthTier: fields.textOrNull('bandwidth_tier'),
    image: fields.textOrNull('image'),
    registry: fields.textOrNull('registry'),
    ports: fields.numbers('ports'),
    sshCidrs: fields.texts('ssh_cidrs'),
    sshKey: fields.textOrNull('ssh_key'),
    subnetId: fields.textOrNull('subnet_id'),
    ...(zone !== null && { zone }),
    env: fields.textByName('env'),
    secrets: fields.textByName('secrets'),
    expireItself: fields.flag('expire_itself', false),
    health: decodeHealth(fields.within('health')),
    tags: fields.textByName('tags'),
  };
}

/** Whether a machine's image is one that Helix builds: its input is the digest of what it is built from. */
export function isBuiltImage(image: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(image);
}

/** Reads the image that Helix builds for a machine; null where the user named an image. */
export function builtImageOf(
  address: Address,
  json: JsonObject,
): { readonly identity: string; readonly registry: string | null } | null {
  const fields = new Fields(address, json);
  const identity = fields.textOrNull('image');
  if (identity === null || !isBuiltImage(identity)) return null;
  return { identity, registry: fields.textOrNull('registry') };
}

/** Reads the number of GPUs that a machine needs; 0 for everything else. */
export function gpuCount(address: Address, json: JsonObject): number {
  return new Fields(address, json).number('gpu_count', 0);
}

/** Reads whether a machine's cloud has a lowering to Terraform; false for everything else. */
export function isLowered(address: Address, json: JsonObject): boolean {
  return new Fields(address, json).numberOrNull('lowering') !== null;
}

/** Reads whether a machine runs on spare capacity; false for everything else. */
export function isSpot(address: Address, json: JsonObject): boolean {
  return new Fields(address, json).flag('spot', false);
}

function decodeDisk(fields: Fields | null): PlannedDisk | null {
  return (
    fields && {
      type: fields.text('type'),
      sizeGb: fields.number('size_gb'),
      attached: fields.flag('attached', false),
    }
  );
}

function decodeHealth(fields: Fields | null): HealthCheck | null {
  return (
    fields && {
      endpoint: fields.text('endpoint', DEFAULT_HEALTH.endpoint),
      port: fields.number('port', DEFAULT_HEALTH.port),
      intervalSeconds: fields.number('interval_seconds', DEFAULT_HEALTH.intervalSeconds),
      timeoutSeconds: fields.number('timeout_seconds', DEFAULT_HEALTH.timeoutSeconds),
      unhealthyThreshold: fields.number('unhealthy_threshold', DEFAULT_HEALTH.unhealthyThreshold),
    }
  );
}
