import type { LoweredOutput, TerraformAddress } from '../../lowered';
import type { MachineInputs } from '../../../src/resources/machine';
import { urlOf } from '../../lowering/machine-outputs';

/** The outputs of a machine. Its URLs have its public address if it has one. */
export function machineOutputs(
  at: {
    readonly machine: TerraformAddress;
    readonly interface: TerraformAddress;
    /** null: it has no public address. */
    readonly address: TerraformAddress | null;
  },
  { ports }: Pick<MachineInputs, 'ports'>,
): Record<string, LoweredOutput> {
  const inside = { address: at.interface, attribute: 'output.address' };
  const outside = at.address === null ? null : { address: at.address, attribute: 'output.address' };
  return {
    instance_id: { address: at.machine, attribute: 'id' },
    ...(outside !== null && { public_address: outside }),
    private_address: inside,
    ...Object.fromEntries(
      ports.map((port) => [`url_${port}`, { ...(outside ?? inside), format: urlOf(port) }]),
    ),
  };
}
