import type { components } from '../../../adapters/fly/generated/api';

type Schemas = components['schemas'];
export type MachineConfig = Schemas['MachineConfig'];
export type AddressType = Schemas['AssignIpRequest']['type'];
export type MachineEvent = NonNullable<Schemas['Machine']['events']>[number];
export type Environment = Readonly<Record<string, string>>;

/** An address that leads to an app. */
export interface Address {
  readonly type: AddressType;
  readonly ip: string;
}

export interface StoredVolume {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  sizeGb: number;
  /** The time of its deletion; null: it is there. */
  deletedAt: number | null;
  readonly createdAt: number;
  /** The mark of the data that machines wrote to it: it is kept, or lost. */
  data: string;
}

export interface StoredMachine {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  updatedAt: number;
  config: MachineConfig;
  version: number;
  /** The state that it is in from `until` on. */
  state: 'created' | 'started' | 'stopped' | 'destroyed';
  /** The state until then. */
  passing: 'created' | 'starting' | 'stopping' | 'replacing' | 'destroying';
  until: number;
  /** The environment of its process: its own variables, and the secrets as they were when its config was sent. */
  env: Environment;
  lease: { readonly nonce: string; readonly expiresAt: number; readonly description: string } | null;
  readonly events: MachineEvent[];
}

/** The secrets of an app at one version. */
export interface SecretsVersion {
  readonly version: number;
  readonly at: number;
  readonly values: Environment;
}

export interface StoredApp {
  readonly name: string;
  readonly org: string;
  /** The time from which on it is gone; null: it is there. */
  goneAt: number | null;
  readonly addresses: Address[];
  /** The newest last. */
  readonly secrets: SecretsVersion[];
  readonly volumes: StoredVolume[];
  readonly machines: StoredMachine[];
  readonly log: {
    readonly at: number;
    readonly machine: string;
    readonly region: string;
    readonly message: string;
  }[];
}

/** Returns the ids of the volumes that a config mounts. */
export function mounts(config: MachineConfig): readonly string[] {
  return (config.mounts ?? []).map(({ volume }) => volume);
}
