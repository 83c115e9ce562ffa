import type { JsonObject } from '../../../../../src/values/json';

/** A machine, as the API shows it. */
export interface Instance {
  readonly kind: 'compute#instance';
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly selfLink: string;
  readonly creationTimestamp: string;
  readonly cpuPlatform: string;
  status: 'PROVISIONING' | 'RUNNING' | 'STOPPING' | 'TERMINATED';
  machineType: string;
  description: string;
  canIpForward: boolean;
  deletionProtection: boolean;
  startRestricted: boolean;
  fingerprint: string;
  minCpuPlatform?: string;
  hostname?: string;
  metadata: {
    readonly kind: 'compute#metadata';
    readonly fingerprint: string;
    readonly items?: readonly MetadataItem[];
  };
  tags: { readonly fingerprint: string; readonly items?: readonly string[] };
  labels?: Readonly<Record<string, string>>;
  labelFingerprint: string;
  readonly disks: JsonObject[];
  readonly networkInterfaces: NetworkInterface[];
  scheduling: Scheduling;
  serviceAccounts?: readonly { readonly email: string; readonly scopes: readonly string[] }[];
  readonly guestAccelerators?: readonly {
    readonly acceleratorType: string;
    readonly acceleratorCount: number;
  }[];
  shieldedInstanceConfig: JsonObject;
  readonly shieldedInstanceIntegrityPolicy: JsonObject;
  lastStartTimestamp?: string;
  lastStopTimestamp?: string;
}

export interface MetadataItem {
  readonly key: string;
  readonly value: string;
}

export interface NetworkInterface {
  readonly kind: 'compute#networkInterface';
  readonly name: string;
  network: string;
  subnetwork: string;
  networkIP: string;
  stackType: 'IPV4_ONLY';
  fingerprint: string;
  accessConfigs?: AccessConfig[];
}

export interface AccessConfig {
  readonly kind: 'compute#accessConfig';
  readonly type: 'ONE_TO_ONE_NAT';
  readonly name: string;
  natIP?: string;
  readonly networkTier: string;
  /** Whether the address was reserved before, and stays when the machine is stopped. */
  readonly isReserved: boolean;
}

export interface Scheduling {
  readonly provisioningModel: 'STANDARD' | 'SPOT';
  readonly preemptible: boolean;
  readonly automaticRestart: boolean;
  readonly onHostMaintenance: 'MIGRATE' | 'TERMINATE';
  readonly instanceTerminationAction?: 'DELETE' | 'STOP';
}
