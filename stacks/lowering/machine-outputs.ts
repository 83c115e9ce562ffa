import type { MachineInputs } from '../../src/resources/machine';
import type { LoweredOutput, TerraformAddress } from '../lowered';

/** The attributes of a machine's primary part that its outputs are taken from. */
export interface AddressAttributes {
  readonly public: string;
  readonly private: string;
}

/** The outputs of a machine. Its URLs have its public address if it has one. */
export function machineOutputs(
  instance: TerraformAddress,
  attributes: AddressAttributes,
  { ports }: Pick<MachineInputs, 'ports'>,
): Record<string, LoweredOutput> {
  const reached = { address: instance, attribute: attributes.public, otherwise: attributes.private };
  return {
    instance_id: { address: instance, attribute: 'id' },
    public_address: { address: instance, attribute: attributes.public },
    private_address: { address: instance, attribute: attributes.private },
    ...Object.fromEntries(ports.map((port) => [`url_${port}`, { ...reached, format: urlOf(port) }])),
  };
}

/** The URL of a port, with `{}` for the address. */
export function urlOf(port: number): string {
  if (port === 80) return 'http://{}';
  return port === 443 ? 'https://{}' : `http://{}:${port}`;
}
