import type { DeployInstance } from '../config/config';
import type { MachineSpec } from '../resources/instance';

/** The requirements of a `[deploy.N]` table. The `min` profile accepts a burstable CPU. */
export function specOf(instance: DeployInstance): MachineSpec {
  const { cpu, memoryGb, storageGb, gpuCount, gpuType, arch, spot, publicIp, profile } = instance;
  return { cpu, memoryGb, storageGb, gpuCount, gpuType, arch, spot, publicIp, burstable: profile === 'min' };
}

/** Whether every machine that satisfies `wide` also satisfies `narrow`. */
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
