import type { Address } from '../../../src/values/resource';
import { literalEnv } from '../../lowering/machine-inputs';
import { userData } from '../../lowering/user-data/user-data';
import type { MachineContext } from './machine-context';
import { azureDialect } from './machine-dialect';
import { fillPlaceholders } from './placeholders';

/** Returns the user data of a machine, with placeholders for what is not known yet, and for the values of secrets. */
export function userDataOf({ owner, image, inputs, secrets }: MachineContext): string {
  const input = {
    address: owner.address,
    image: image.reference,
    registry: image.acr?.host ?? null,
    ports: inputs.ports,
    env: literalEnv(inputs.env),
    secrets: Object.fromEntries(secrets.map(({ variable, url }) => [variable, url ?? variable])),
    expireItself: inputs.expireItself,
  };
  return userData(input, azureDialect(secrets));
}

/** Returns the template of user data as Azure takes it. */
export function customData(text: string, address: Address): string {
  // A string within an expression; placeholders become expressions within that string.
  const quoted = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `\${base64encode("${fillPlaceholders(quoted, address)}")}`;
}
