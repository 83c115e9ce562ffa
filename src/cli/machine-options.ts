import { Option } from 'clipanion';
import { HelixError } from '../errors';
import { machineNumber } from '../machines/machine-numbers';
import type { MachineSpec } from '../resources/instance';
import { choiceOption } from './helix-command';
import { optionGroup } from './option-group';

/** The options that describe a machine, as they were typed. */
export interface MachineOptions {
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  readonly storage: string | undefined;
  readonly gpu: string | undefined;
  readonly gpuType: string | undefined;
  readonly arch: string | undefined;
  readonly profile: string | undefined;
  readonly spot: boolean | undefined;
  readonly publicIp: boolean | undefined;
}

/** Declares the options that describe a machine, as one property of a command. */
export function machineOptions(): MachineOptions {
  return optionGroup<MachineOptions>({
    cpu: Option.String('--cpu', { description: 'Minimum number of vCPUs' }),
    memory: Option.String('--memory', { description: 'Minimum memory in GiB' }),
    storage: Option.String('--storage', { description: 'Minimum disk in GB' }),
    gpu: Option.String('--gpu', { description: 'Minimum number of GPUs' }),
    gpuType: Option.String('--gpu-type', { description: 'GPU model, such as nvidia-t4' }),
    arch: Option.String('--arch', { description: 'CPU architecture: amd64 or arm64' }),
    profile: Option.String('--profile', {
      description: 'Blueprint profile: recommended, or min (allows burstable CPUs)',
    }),
    spot: Option.Boolean('--spot', {
      description: 'Use spot capacity: cheaper, and can be reclaimed at any time',
    }),
    publicIp: Option.Boolean('--public-ip', {
      description: 'Give it a public IPv4 address (--no-public-ip: none)',
    }),
  });
}
/**
 * Returns the machine requirements from the options that were given.
 * @throws HelixError `usage` for a value that is not a number, or out of range
 */
export function machineSpec(options: MachineOptions): Partial<MachineSpec> {
  const { cpu, memory, storage, gpu, gpuType, arch, profile, spot, publicIp } = options;
  const gpuCount = gpu ?? (gpuType === undefined ? undefined : '1');
  return {
    ...(cpu !== undefined && { cpu: quantity('--cpu', 'cpu', cpu) }),
    ...(memory !== undefined && { memoryGb: quantity('--memory', 'memoryGb', memory) }),
    ...(storage !== undefined && { storageGb: quantity('--storage', 'storageGb', storage) }),
    ...(gpuCount !== undefined && { gpuCount: quantity('--gpu', 'gpuCount', gpuCount) }),
    ...(gpuType !== undefined && { gpuType }),
    ...(arch !== undefined && { arch: choiceOption('--arch', arch, ['amd64', 'arm64']) }),
    ...(profile !== undefined && {
      burstable: choiceOption('--profile', profile, ['min', 'recommended']) === 'min',
    }),
    ...(spot !== undefined && { spot }),
    ...(publicIp !== undefined && { publicIp }),
  };
}

/** @throws HelixError `usage` */
function quantity(name: string, key: Parameters<typeof machineNumber>[0], text: string): number {
  const number = machineNumber(key, text);
  if ('value' in number) return number.value;
  throw new HelixError('usage', `${name} takes ${number.rule}`);
}
