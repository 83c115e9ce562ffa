import { cloudOf, MACHINE_CLOUDS } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import { isReference } from '../secret-shapes';
import type { Complain } from './deploy-checks';

/**
 * Secrets are references. A value is an error, which names the key and never shows the value; so is a reference that
 * leads into another cloud than the machine's, which it has no right to read. `auto` may become any cloud.
 */
export function checkSecretReferences(
  secrets: Readonly<Record<string, string>>,
  provider: string,
  complain: Complain,
): void {
  for (const [name, value] of Object.entries(secrets)) {
    if (isReference(value)) continue;
    const hint = `Write \`${name} = "env:${name}"\` and set ${name} in the environment of \`helix apply\`.`;
    const keeper = MACHINE_CLOUDS.find((cloud) => isSecretReference(cloud, value));
    if (keeper === undefined) {
      const message = `\`secrets.${name}\` is no reference: a secret must not be written into the file.`;
      complain('error', [name], 'literal-secret', message, hint, 'key');
    } else if (provider !== 'auto' && provider !== keeper) {
      const message = `\`secrets.${name}\` is kept by ${keeper}, where a machine on ${provider} cannot read it.`;
      complain('error', [name], 'foreign-secret', message, hint);
    }
  }
}

/** Whether a value refers to a secret that the cloud keeps. */
function isSecretReference(cloud: MachineCloud, value: string): boolean {
  return cloudOf(cloud).secretReferences.some((shape) => shape.test(value));
}

/** The public half of a key may be written down; a private one must not. */
export function checkSshKey(key: string, complain: Complain): void {
  if (!/PRIVATE KEY/.test(key)) return;
  const hint =
    'Write the public key, which begins with `ssh-`. Make a new pair: this one is no secret any longer.';
  complain('error', [], 'literal-secret', '`ssh_key` is a private key.', hint, 'key');
}
