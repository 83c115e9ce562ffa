import type { PlannedMachine } from '../../lowering/machine-inputs';

/** The image of the operating system: Ubuntu, with the drivers of the GPU where there is one. */
export function imageOf({
  instanceType,
  gpuCount,
}: Pick<PlannedMachine, 'instanceType' | 'gpuCount'>): string {
  if (!instanceType.startsWith('gpu-')) return 'ubuntu-24-04-x64';
  if (instanceType.startsWith('gpu-mi')) return 'gpu-amd-base';
  return gpuCount > 1 ? 'gpu-h100x8-base' : 'gpu-h100x1-base';
}
