import type { DeployInstance } from '../config/config';
import type { MachineSpec } from '../resources/instance';

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
