import { HelixError } from '../errors';
import type { MachineSpec } from '../resources/instance';

/** The options of a command that describe a machine, as they were typed. */
export interface MachineWords {
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
  readonly storage?: string | undefined;
  readonly gpu?: string | undefined;
  readonly gpuType?: string | undefined;
  readonly arch?: string | undefined;
  readonly profile?: string | undefined;
  readonly spot?: boolean | undefined;
  readonly publicIp?: boolean | undefined;
}

/** What is asked of a machine; only what was typed is in it. @throws HelixError `usage` for what is no figure */
export function machineOptions(words: MachineWords): Partial<MachineSpec> {
  const { cpu, memory, storage, gpu, gpuType, arch, profile, spot, publicIp } = words;
  const gpuCount = gpu ?? (gpuType === undefined ? undefined : '1');
  return {
    ...(cpu !== undefined && { cpu: figure('--cpu', cpu, [0.1, 1024]) }),
    ...(memory !== undefined && { memoryGb: figure('--memory', memory, [0.5, 32768], /\s*(gb|gib|g)$/i) }),
    ...(storage !== undefined && { storageGb: figure('--storage', storage, [1, 65536], /\s*(gb|gib|g)$/i) }),
    ...(gpuCount !== undefined && { gpuCount: whole('--gpu', gpuCount, [0, 8]) }),
    ...(gpuType !== undefined && { gpuType }),
    ...(arch !== undefined && { arch: oneOf('--arch', arch, ['amd64', 'arm64']) }),
    ...(profile !== undefined && {
      burstable: oneOf('--profile', profile, ['min', 'recommended']) === 'min',
    }),
    ...(spot !== undefined && { spot }),
    ...(publicIp !== undefined && { publicIp }),
  };
}

function figure(name: string, text: string, [least, most]: [number, number], unit = /$/): number {
  const digits = text.trim().replace(unit, '');
  const value = Number(digits);
  if (/^\d+(\.\d+)?$/.test(digits) && value >= least && value <= most) return value;
  throw new HelixError('usage', `${name} takes a number from ${least} to ${most}, not "${text}"`);
}

function whole(name: string, text: string, limits: [number, number]): number {
  const value = figure(name, text, limits);
  if (Number.isInteger(value)) return value;
  throw new HelixError('usage', `${name} takes a whole number, not "${text}"`);
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text);
  if (found !== undefined) return found;
  throw new HelixError('usage', `${name} takes ${allowed.join(' or ')}, not "${text}"`);
}
