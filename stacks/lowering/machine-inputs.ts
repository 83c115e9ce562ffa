import { HelixError } from '../../src/errors';
import { decodeMachine } from '../../src/resources/machine';
import type { MachineInputs } from '../../src/resources/machine';
import type { JsonObject } from '../../src/values/json';
import type { Address } from '../../src/values/resource';

/** The inputs of a machine, with everything that a cloud needs to make it. */
export interface PlannedMachine extends MachineInputs {
  readonly instanceType: string;
  readonly image: string;
}

/**
 * Reads the inputs of a planned machine.
 * @throws HelixError `config` for a machine without a type or an image
 */
export function plannedMachine(address: Address, json: JsonObject): PlannedMachine {
  const inputs = decodeMachine(address, json);
  return {
    ...inputs,
    instanceType: inputs.instanceType ?? missing(address, 'machine type'),
    image: inputs.image ?? missing(address, 'image'),
    // Sorted, because the user data contains them and must not depend on the order in the file.
    env: sorted(inputs.env),
    secrets: sorted(inputs.secrets),
  };
}

/** The literal part of an environment. */
export function literalEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  const literals = Object.entries(env).filter(([, value]) => value.startsWith('literal:'));
  return Object.fromEntries(literals.map(([name, value]) => [name, value.slice('literal:'.length)]));
}

function missing(address: Address, what: string): never {
  throw new HelixError('config', `${address} has no ${what}.`);
}

function sorted(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
