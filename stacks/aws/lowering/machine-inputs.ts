import { HelixError } from '../../../src/errors';
import { decodeMachine } from '../../../src/resources/machine';
import type { MachineInputs, PlannedDisk } from '../../../src/resources/machine';
import type { JsonObject } from '../../../src/values/json';
import type { Address } from '../../../src/values/resource';

/** The inputs of a machine, with everything that AWS needs. */
export interface AwsMachineInputs extends MachineInputs {
  readonly instanceType: string;
  readonly disk: PlannedDisk;
  readonly image: string;
}

/**
 * Reads the inputs of a planned machine. Without a chosen disk its boot disk has the requested size.
 * @throws HelixError `config` for a machine without a type or an image
 */
export function awsMachineInputs(address: Address, json: JsonObject): AwsMachineInputs {
  const inputs = decodeMachine(address, json);
  return {
    ...inputs,
    instanceType: inputs.instanceType ?? missing(address, 'machine type'),
    disk: inputs.disk ?? { type: 'gp3', sizeGb: Math.ceil(inputs.storageGb), attached: false },
    image: inputs.image ?? missing(address, 'image'),
    // Sorted, because the user data contains them and must not depend on the order in the file.
    env: sorted(inputs.env),
    secrets: sorted(inputs.secrets),
  };
}

function missing(address: Address, what: string): never {
  throw new HelixError('config', `${address} has no ${what}.`);
}

function sorted(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
