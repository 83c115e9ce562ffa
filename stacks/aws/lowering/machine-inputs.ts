import { HelixError } from '../../../src/errors';
import { decodeMachine } from '../../../src/resources/machine';
import type { MachineInputs, PlannedDisk } from '../../../src/resources/machine';
import type { JsonObject } from '../../../src/values/json';
import type { Address } from '../../../src/values/resource';

/** The inputs of a machine for which everything was chosen that AWS needs. */
export interface AwsMachineInputs extends MachineInputs {
  readonly instanceType: string;
  readonly disk: PlannedDisk;
  readonly image: string;
}

/**
 * Reads the inputs of a planned machine. Its boot disk is as large as was asked for where none was chosen.
 * Throws HelixError `config` for one without a type or an image.
 */
export function awsMachineInputs(address: Address, json: JsonObject): AwsMachineInputs {
  const inputs = decodeMachine(address, json);
  return {
    ...inputs,
    instanceType: inputs.instanceType ?? missing(address, 'machine type'),
    disk: inputs.disk ?? { type: 'gp3', sizeGb: Math.ceil(inputs.storageGb), attached: false },
    image: inputs.image ?? missing(address, 'image'),
    // In one order, whatever the order of the file: it is part of the user data.
    env: inOrder(inputs.env),
    secrets: inOrder(inputs.secrets),
  };
}

function missing(address: Address, what: string): never {
  throw new HelixError('config', `${address} has no ${what}.`);
}

function inOrder(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
