import type { components } from '../../adapters/fly/generated/api';

type Schemas = components['schemas'];
export type MachineConfig = Schemas['MachineConfig'];

/** An address that leads to an app. */
export interface Address {
  readonly type: 'v4' | 'shared_v4' | 'v6' | 'private_v6';
  readonly ip: string;
}

export interface StoredVolume {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  sizeGb: number;
  /** When it was deleted; null: it is there. */
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
  config: MachineConfig;
  version: number;
  /** The state that it is in from `until` on. */
  state: 'started' | 'stopped' | 'destroyed';
  /** The state until then. */
  passing: 'created' | 'starting' | 'stopping' | 'replacing' | 'destroying';
  until: number;
  /** Whether its process ends again and again. */
  crashes: boolean;
  /** The secrets that its process sees: those of the version at its last start after an update. */
  env: Readonly<Record<string, string>>;
  lease: { readonly nonce: string; readonly expiresAt: number } | null;
}

export interface StoredApp {
  readonly name: string;
  readonly org: string;
  readonly addresses: Address[];
  readonly secrets: Map<string, string>;
  secretsVersion: number;
  readonly volumes: StoredVolume[];
  readonly machines: StoredMachine[];
  readonly log: { readonly at: number; readonly message: string }[];
}
