import type { MachineType, ProviderPrices } from '../pricing/book/price-book';
import type { MachineSpec } from '../resources/instance';
import { didYouMean } from '../values/did-you-mean';
import type { NoChoice } from './choice';
import { gpuName, isGpuOfType } from './gpu-model';

export function typesIn(prices: ProviderPrices, region: string): readonly MachineType[] {
  return (prices.offers(region) ?? []).map(({ type }) => type);
}

/** Whether one of the types has the GPU model of a spec; true for a spec that names none. */
export function offersGpu(types: readonly MachineType[], { gpuCount, gpuType }: MachineSpec): boolean {
  if (gpuCount === 0 || gpuType === null) return true;
  return types.some(({ gpu }) => gpu !== null && isGpuOfType(gpu, gpuType));
}

/** Returns why there is no machine for a spec with a GPU model that none of the types has; null where one has it. */
export function unknownGpuIn(
  spec: MachineSpec,
  where: string,
  types: readonly MachineType[],
): NoChoice | null {
  if (offersGpu(types, spec)) return null;
  const asked = spec.gpuType ?? '';
  const models = [...new Set(types.flatMap(({ gpu }) => gpu?.model ?? []))].sort();
  const offered =
    models.length === 0 ? 'No GPUs are offered there.' : `The GPUs on offer: ${models.join(', ')}.`;
  return {
    code: 'nothing-fits',
    message: `Nobody offers a GPU \`${asked}\` in ${where}.`,
    hint: [didYouMean(gpuName(asked), models) ?? [], offered].flat().join(' '),
  };
}
