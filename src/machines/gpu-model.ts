import type { Gpu } from '../pricing/book/price-book';

const MAKERS = /^(nvidia|amd|tesla|geforce)[-_ ]/;
const MEMORY = /[-_ ]?(\d+)\s*(gb|gib|g)$/;

/**
 * Whether a GPU is of the requested type. Makers' names, case and separators do not matter: `nvidia-t4`, `T4` and
 * `nvidia-tesla-t4` are the same. `a100-80gb` also requires that memory of each. Otherwise names must match exactly: an
 * A10G does not match A10.
 */
export function isGpuOfType(gpu: Gpu, asked: string): boolean {
  const wanted = gpuName(asked);
  const model = gpuName(gpu.model);
  if (wanted === model) return true;
  const memory = MEMORY.exec(wanted);
  return memory !== null && wanted.slice(0, memory.index) === model && Number(memory[1]) <= gpu.memoryGib;
}

/** Returns the name of a model without its maker, in lower case, with `-`. */
export function gpuName(name: string): string {
  let rest = name.toLowerCase().trim();
  while (MAKERS.test(rest)) rest = rest.replace(MAKERS, '');
  return rest.replaceAll(/[_ ]/g, '-');
}
