import { cloudOf, MACHINE_CLOUDS } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import { isReference } from '../secret-shapes';
import type { Report } from './deploy-checks';

/**
 * Reports secrets that are not references, with the key and never the value, and references to a secret of another cloud
 * than the machine's, which the machine cannot read. `auto` may become any cloud.
 */
export function checkSecretReferences(
  secrets: Readonly<Record<string, string>>,
  provider: string,
  report: Report,
): void {
  for (const [name, value] of Object.entries(secrets)) {
    if (isReference(value)) continue;
    const hint = `Write \`${name} = "env:${name}"\` and set ${name} in the environment of \`helix apply\`.`;
    const keeper = MACHINE_CLOUDS.find((cloud) => isSecretReference(cloud, value));
    if (keeper === undefined) {
      const message = `\`secrets.${name}\` is not a reference: a secret must not be written into the file.`;
      report('error', [name], 'literal-secret', message, hint, 'key');
    } else if (provider !== 'auto' && provider !== keeper) {
      const message = `\`secrets.${name}\` is stored in ${keeper}, where a machine on ${provider} cannot read it.`;
      report('error', [name], 'foreign-secret', message, hint);
    }
  }
}

/** Whether a value refers to a secret that the cloud stores. */
function isSecretReference(cloud: MachineCloud, value: string): boolean {
  return cloudOf(cloud).secretReferences.some((shape) => shape.test(value));
}

/** Reports a private key. A public key may be written into the file. */
export function checkSshKey(key: string, report: Report): void {
  if (!/PRIVATE KEY/.test(key)) return;
  const hint =
    'Write the public key, which begins with `ssh-`. Create a new pair: this one is no longer secret.';
  report('error', [], 'literal-secret', '`ssh_key` is a private key.', hint, 'key');
}
