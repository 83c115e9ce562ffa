import type { DeployInstance } from '../config/config';

/** What is asked of a machine. Every figure is a minimum. */
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

/** What a `[deploy.N]` table asks for. The `min` profile is content with a burstable CPU. */
export function specOf(instance: DeployInstance): MachineSpec {
  const { cpu, memoryGb, storageGb, gpuCount, gpuType, arch, spot, publicIp, profile } = instance;
  return { cpu, memoryGb, storageGb, gpuCount, gpuType, arch, spot, publicIp, burstable: profile === 'min' };
}

/** Whether whatever serves `wide` serves `narrow` as well, without looking at any machine. */
export function covers(wide: MachineSpec, narrow: MachineSpec): boolean {
  return (
    wide.cpu >= narrow.cpu &&
    wide.memoryGb >= narrow.memoryGb &&
    wide.gpuCount >= narrow.gpuCount &&
    (narrow.gpuType === null || narrow.gpuType === wide.gpuType) &&
    wide.arch === narrow.arch &&
    wide.spot === narrow.spot &&
    (!wide.burstable || narrow.burstable)
  );
}
