import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { decodeContainer, encodeContainer } from './container';
import type { ContainerInputs } from './container';
import { decodeFlyApp, encodeFlyApp } from './fly-app';
import type { FlyAppInputs } from './fly-app';
import { decodeMachine, encodeMachine } from './machine';
import type { MachineInputs, PlannedDisk } from './machine';

/** The inputs of an instance: a machine in a cloud, an app on Fly, or a container on this host. */
export type InstanceInputs = MachineInputs | FlyAppInputs | ContainerInputs;

export function encodeInstance(inputs: InstanceInputs): JsonObject {
  switch (inputs.type) {
    case 'machine':
      return encodeMachine(inputs);
    case 'fly-app':
      return encodeFlyApp(inputs);
    case 'container':
      return encodeContainer(inputs);
  }
}

/** Reads the inputs of an instance; their keys tell its type. Throws HelixError `state` for an invalid value. */
export function decodeInstance(address: Address, json: JsonObject): InstanceInputs {
  if ('app' in json) return decodeFlyApp(address, json);
  return 'container' in json ? decodeContainer(address, json) : decodeMachine(address, json);
}

/** Whether an instance is an app whose data is on a volume that outlives it. */
export function isAppWithVolume(address: Address, json: JsonObject): boolean {
  return 'app' in json && decodeFlyApp(address, json).volumeInitialSizeGb !== null;
}

/** Returns the volume of an app, as it is declared; null without one. */
export function volumeOfApp(address: Address, json: JsonObject): string | null {
  return 'app' in json ? decodeFlyApp(address, json).volume : null;
}

/** Requirements of a machine. Every number is a minimum. */
export interface MachineSpec {
  /** vCPUs; fractions are allowed. */
  readonly cpu: number;
  readonly memoryGb: number;
  readonly storageGb: number;
  /** 0: no GPU is needed. */
  readonly gpuCount: number;
  /** `nvidia-t4`, `a100`, `a100-80gb`; null: any. */
  readonly gpuType: string | null;
  readonly arch: 'amd64' | 'arm64';
  /** Spare capacity at its own price: only types that have one. */
  readonly spot: boolean;
  readonly publicIp: boolean;
  /** Whether a shared or credit-metered CPU will do. */
  readonly burstable: boolean;
}

/** A machine as an earlier apply (or an approved plan) chose it. */
export interface CurrentMachine {
  readonly provider: string;
  readonly region: string;
  readonly type: string;
  readonly disk: PlannedDisk | null;
  readonly ownDiskGb: number | null;
  /** The requirements of that time. */
  readonly spec: MachineSpec;
}

/** A machine as it is rented: all that its price depends on. */
export interface RentedMachine {
  readonly region: string;
  readonly type: string;
  readonly spot: boolean;
  readonly disk: PlannedDisk | null;
  readonly publicIp: boolean;
}

/** Returns the machine that was chosen for an instance; null without a type or a region, and for apps and containers. */
export function currentMachine(inputs: InstanceInputs): CurrentMachine | null {
  if (inputs.type !== 'machine') return null;
  const { provider, region, instanceType, disk, ownDiskGb } = inputs;
  if (region === null || instanceType === null) return null;
  return { provider, region, type: instanceType, disk, ownDiskGb, spec: specIn(inputs) };
}

/** Returns the part of an instance that is rented; null without a type or a region, and for containers. */
export function rentedMachine(inputs: InstanceInputs): RentedMachine | null {
  const { region } = inputs.type === 'container' ? { region: null } : inputs;
  if (region === null) return null;
  switch (inputs.type) {
    case 'machine': {
      const { instanceType: type, spot, disk, publicIp } = inputs;
      return type === null ? null : { region, type, spot, disk, publicIp };
    }
    case 'fly-app': {
      const { vmSize: type, volumeInitialSizeGb: sizeGb } = inputs;
      const disk = sizeGb === null ? null : { type: 'volume', sizeGb, attached: true };
      return { region, type, spot: false, disk, publicIp: false };
    }
    case 'container':
      return null;
  }
}

function specIn(inputs: MachineInputs): MachineSpec {
  const { cpu, memoryGb, storageGb, gpuCount, gpuType, arch, spot, publicIp, profile } = inputs;
  return { cpu, memoryGb, storageGb, gpuCount, gpuType, arch, spot, publicIp, burstable: profile === 'min' };
}
