import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The inputs that name a size or type: of a cluster, an app or a machine. */
export const SIZE_KEYS: readonly string[] = ['size', 'vm_size', 'instance_type'];

/** Reads the size or type of a resource of any kind; null where none is named. */
export function namedSize(address: Address, json: JsonObject): string | null {
  const fields = new Fields(address, json);
  return SIZE_KEYS.map((key) => fields.textOrNull(key)).find((size) => size !== null) ?? null;
}

/** Reads the vCPUs and GB of memory that a machine must have at least; null where it has no such minimum. */
export function requiredSize(
  address: Address,
  json: JsonObject,
): { readonly cpu: number; readonly memoryGb: number } | null {
  const fields = new Fields(address, json);
  const [cpu, memoryGb] = [fields.numberOrNull('cpu'), fields.numberOrNull('memory_gb')];
  return cpu === null || memoryGb === null ? null : { cpu, memoryGb };
}
