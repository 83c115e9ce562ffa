import type { LoweredOutput, TerraformAddress } from '../../lowered';
import type { MachineInputs } from '../../../src/resources/machine';

/** The outputs of a machine. Its URLs have its public address if it has one. */
export function machineOutputs(
  instance: TerraformAddress,
  { ports }: Pick<MachineInputs, 'ports'>,
): Record<string, LoweredOutput> {
  const reached = { address: instance, attribute: 'public_ip', otherwise: 'private_ip' };
  return {
    instance_id: { address: instance, attribute: 'id' },
    public_address: { address: instance, attribute: 'public_ip' },
    private_address: { address: instance, attribute: 'private_ip' },
    ...Object.fromEntries(ports.map((port) => [`url_${port}`, { ...reached, format: urlOf(port) }])),
  };
}

function urlOf(port: number): string {
  if (port === 80) return 'http://{}';
  return port === 443 ? 'https://{}' : `http://{}:${port}`;
}
