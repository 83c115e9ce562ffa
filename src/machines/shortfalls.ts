import type { MachineType } from '../pricing/book/price-book';
import { isGpuOfType } from './gpu-model';
import type { MachineSpec } from '../resources/instance';

/** A dimension in which a type can fall short of a spec. */
export type Dimension = 'arch' | 'cpu' | 'memory' | 'gpu' | 'gpu type' | 'burstable';

/** Returns the dimensions in which a type falls short of a spec. Disks do not count: they are added as needed. */
export function shortfalls(type: MachineType, spec: MachineSpec): Dimension[] {
  const found: Dimension[] = [];
  if (type.arch !== spec.arch) found.push('arch');
  if (type.vcpu < spec.cpu) found.push('cpu');
  if (type.memoryGib < spec.memoryGb) found.push('memory');
  if ((type.gpu?.count ?? 0) < spec.gpuCount) found.push('gpu');
  else if (spec.gpuCount > 0 && spec.gpuType !== null && !hasGpuType(type, spec.gpuType))
    found.push('gpu type');
  if (type.burstable && !spec.burstable) found.push('burstable');
  return found;
}

/** Whether a type satisfies a spec: the same as no shortfalls, but faster, for the inner loop. */
export function satisfies(type: MachineType, spec: MachineSpec): boolean {
  return (
    type.vcpu >= spec.cpu &&
    type.memoryGib >= spec.memoryGb &&
    type.arch === spec.arch &&
    (spec.burstable || !type.burstable) &&
    (spec.gpuCount === 0 ||
      ((type.gpu?.count ?? 0) >= spec.gpuCount && (spec.gpuType === null || hasGpuType(type, spec.gpuType))))
  );
}

function hasGpuType({ gpu }: MachineType, asked: string): boolean {
  return gpu !== null && isGpuOfType(gpu, asked);
}
