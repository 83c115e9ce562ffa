import { currentMachine, decodeInstance } from '../resources/instance';
import type { CurrentMachine } from '../resources/instance';
import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';

/** A resource as a record or an approved plan describes it. */
export interface DescribedResource {
  readonly address: Address;
  readonly kind: string;
  readonly inputs: JsonObject;
}

/** The machines among these resources. A later one wins: list those of an approved plan after those on record. */
export function currentMachines(
  resources: readonly DescribedResource[],
): ReadonlyMap<Address, CurrentMachine> {
  const machines = new Map<Address, CurrentMachine>();
  for (const { address, kind, inputs } of resources) {
    if (kind !== 'instance') continue;
    const machine = currentMachine(decodeInstance(address, inputs));
    if (machine === null) machines.delete(address);
    else machines.set(address, machine);
  }
  return machines;
}
