import { HelixError } from '../../src/errors';
import { isBuiltImage } from '../../src/resources/machine';
import type { JsonObject } from '../../src/values/json';
import type { Address } from '../../src/values/resource';
import { plannedMachine } from './machine-inputs';
import type { PlannedMachine } from './machine-inputs';

/**
 * Reads the inputs of a machine on a cloud that gives it no identity: whatever it is told stands openly in its user data.
 * @throws HelixError `config` for a machine that needs an identity, or an existing key
 */
export function openMachine(address: Address, json: JsonObject, cloud: string): PlannedMachine {
  const inputs = plannedMachine(address, json);
  const isHidden = (text: string): boolean => !text.startsWith('literal:');
  if (Object.keys(inputs.secrets).length > 0 || Object.values(inputs.env).some(isHidden)) {
    throw new HelixError('config', `${address}: a machine on ${cloud} cannot keep a secret.`, {
      hint: 'Give the container values that anyone may read, or choose a cloud whose machines have an identity.',
    });
  }
  if (isBuiltImage(inputs.image)) {
    throw new HelixError('config', `${address}: a machine on ${cloud} cannot log in to a registry.`, {
      hint: 'Push the image to a public registry and name it as `image`.',
    });
  }
  const { sshKey } = inputs;
  if (sshKey !== null && !/\s/.test(sshKey.trim())) {
    throw new HelixError('config', `${address}: \`ssh_key\` is not a public key.`, {
      hint: `On ${cloud} write the key itself: \`ssh_key = "ssh-ed25519 AAAA..."\`.`,
    });
  }
  return inputs;
}
