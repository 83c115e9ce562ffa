import { HelixError } from '../../../src/errors';
import { decodeMachine } from '../../../src/resources/machine';
import type { MachineInputs, PlannedDisk } from '../../../src/resources/machine';
import type { JsonObject } from '../../../src/values/json';
import type { Address } from '../../../src/values/resource';

/** The inputs of a machine, with everything that Azure needs. */
export interface AzureMachineInputs extends MachineInputs {
  readonly instanceType: string;
  readonly disk: PlannedDisk;
  readonly image: string;
  /** A public key. */
  readonly sshKey: string;
}

/** The smallest disk that holds the image of the system. */
const SMALLEST_DISK_GB = 30;

/**
 * Reads the inputs of a planned machine. Without a chosen disk its boot disk has the requested size.
 * @throws HelixError `config` for a machine without a type, an image or a public key, or in a subnet without an ARM id
 */
export function azureMachineInputs(address: Address, json: JsonObject): AzureMachineInputs {
  const inputs = decodeMachine(address, json);
  const { storageGb, subnetId, env, secrets } = inputs;
  if (subnetId !== null && !/^\/subscriptions\/.+\/virtualNetworks\/.+\/subnets\/[^/]+$/i.test(subnetId)) {
    throw new HelixError('config', `${address}: \`subnet_id\` is not the id of a subnet on Azure.`, {
      hint: 'Write it as `/subscriptions/.../virtualNetworks/NAME/subnets/NAME`: `az network vnet subnet show --query id` prints it.',
    });
  }
  const sizeGb = Math.max(SMALLEST_DISK_GB, Math.ceil(storageGb));
  return {
    ...inputs,
    instanceType: inputs.instanceType ?? missing(address, 'machine type'),
    disk: inputs.disk ?? { type: 'StandardSSD_LRS', sizeGb, attached: false },
    image: inputs.image ?? missing(address, 'image'),
    sshKey: publicKey(address, inputs.sshKey),
    // Sorted, because the user data contains them and must not depend on the order in the file.
    env: sorted(env),
    secrets: sorted(secrets),
  };
}

function publicKey(address: Address, sshKey: string | null): string {
  const key = sshKey?.trim() ?? '';
  if (/^ssh-\S+ \S/.test(key)) return key;
  throw new HelixError('config', `${address}: a machine on Azure needs the text of a public SSH key.`, {
    hint: 'Set `ssh_key = "ssh-ed25519 AAAA..."`. Nobody can log in with it before `ssh_cidrs` lists a network.',
  });
}

function missing(address: Address, what: string): never {
  throw new HelixError('config', `${address} has no ${what}.`);
}

function sorted(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
