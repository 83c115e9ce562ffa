import type { PlannedDisk } from '../../../src/resources/machine';
import type { JsonObject } from '../../../src/values/json';
import type { Address } from '../../../src/values/resource';
import { plannedMachine } from '../../lowering/machine-inputs';
import type { PlannedMachine } from '../../lowering/machine-inputs';

/** The inputs of a machine, with everything that AWS needs. */
export interface AwsMachineInputs extends PlannedMachine {
  readonly disk: PlannedDisk;
}

/**
 * Reads the inputs of a planned machine. Without a chosen disk its boot disk has the requested size.
 * @throws HelixError `config` for a machine without a type or an image
 */
export function awsMachineInputs(address: Address, json: JsonObject): AwsMachineInputs {
  const inputs = plannedMachine(address, json);
  const { disk, storageGb } = inputs;
  return { ...inputs, disk: disk ?? { type: 'gp3', sizeGb: Math.ceil(storageGb), attached: false } };
}
