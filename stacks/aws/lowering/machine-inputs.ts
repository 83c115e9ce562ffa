import { HelixError } from '../../../src/errors';
import type { Json, JsonObject } from '../../../src/values/json';
import type { Address } from '../../../src/values/resource';

/** What the inputs of `instance.N` on AWS say, as far as its machine depends on it. */
export interface MachineInputs {
  readonly cloudName: string;
  readonly instanceType: string;
  readonly arch: 'amd64' | 'arm64';
  readonly gpuCount: number;
  readonly disk: { readonly type: string; readonly sizeGb: number };
  readonly spot: boolean;
  readonly publicIp: boolean;
  readonly image: string;
  readonly ports: readonly number[];
  readonly sshCidrs: readonly string[];
  readonly sshKey: string | null;
  readonly subnetId: string | null;
  /** Name -> `literal:TEXT`, `env:VARIABLE` or `secret:FINGERPRINT`. */
  readonly env: Readonly<Record<string, string>>;
  /** Name -> `env:VARIABLE`, `ssm:NAME` or the ARN of a parameter or secret. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly expireItself: boolean;
}

/** Reads the inputs of a planned instance. Throws HelixError `config` where nothing says which type or image to take. */
export function machineInputs(address: Address, inputs: JsonObject): MachineInputs {
  const disk = object(inputs['disk']);
  return {
    cloudName: text(inputs['name']) ?? address,
    instanceType: text(inputs['instance_type']) ?? missing(address, 'a machine type'),
    arch: inputs['arch'] === 'arm64' ? 'arm64' : 'amd64',
    gpuCount: number(inputs['gpu_count']) ?? 0,
    disk: {
      type: text(disk['type']) ?? 'gp3',
      sizeGb: number(disk['size_gb']) ?? Math.ceil(number(inputs['storage_gb']) ?? 20),
    },
    spot: inputs['spot'] === true,
    publicIp: inputs['public_ip'] !== false,
    image: text(inputs['image']) ?? missing(address, 'an image'),
    ports: list(inputs['ports']).filter((port) => typeof port === 'number'),
    sshCidrs: list(inputs['ssh_cidrs']).filter((cidr) => typeof cidr === 'string'),
    sshKey: text(inputs['ssh_key']),
    subnetId: text(inputs['subnet_id']),
    env: texts(inputs['env']),
    secrets: texts(inputs['secrets']),
    expireItself: inputs['expire_itself'] === true,
  };
}

function missing(address: Address, what: string): never {
  throw new HelixError('config', `${address} has not got ${what}.`);
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function texts(value: Json | undefined): Record<string, string> {
  const entries = Object.entries(object(value)).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string';
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
