import { HelixError } from '../../../src/errors';
import type { PlannedDisk } from '../../../src/resources/machine';
import type { JsonObject } from '../../../src/values/json';
import { isPublicKey } from '../../../src/values/public-key';
import type { Address } from '../../../src/values/resource';
import { plannedMachine } from '../../lowering/machine-inputs';
import type { PlannedMachine } from '../../lowering/machine-inputs';

/** The inputs of a machine, with everything that Azure needs. */
export interface AzureMachineInputs extends PlannedMachine {
  readonly disk: PlannedDisk;
  /** A public key. */
  readonly sshKey: string;
}

/** The smallest disk that holds the image of the system. */
const SMALLEST_DISK_GB = 30;

const SUBNET = /^\/subscriptions\/.+\/virtualNetworks\/.+\/subnets\/[^/]+$/i;

/**
 * Reads the inputs of a planned machine. Without a chosen disk its boot disk has the requested size.
 * @throws HelixError `config` for a machine without a type, an image or a public key, or in a subnet without an ARM id
 */
export function azureMachineInputs(address: Address, json: JsonObject): AzureMachineInputs {
  const inputs = plannedMachine(address, json);
  const { storageGb, subnetId } = inputs;
  if (subnetId !== null && !SUBNET.test(subnetId)) {
    throw new HelixError('config', `${address}: \`subnet_id\` is not the id of a subnet on Azure.`, {
      hint: 'Write it as `/subscriptions/.../virtualNetworks/NAME/subnets/NAME`: `az network vnet subnet show --query id` prints it.',
    });
  }
  const sizeGb = Math.max(SMALLEST_DISK_GB, Math.ceil(storageGb));
  return {
    ...inputs,
    disk: inputs.disk ?? { type: 'StandardSSD_LRS', sizeGb, attached: false },
    sshKey: publicKey(address, inputs.sshKey),
  };
}

function publicKey(address: Address, sshKey: string | null): string {
  if (sshKey !== null && isPublicKey(sshKey)) return sshKey.trim();
  throw new HelixError('config', `${address}: a machine on Azure needs the text of a public SSH key.`, {
    hint: 'Set `ssh_key = "ssh-ed25519 AAAA..."`. Nobody can log in with it before `ssh_cidrs` lists a network.',
  });
}
