import { isReference } from '../../values/secret-shapes';
import type { Complain } from './deploy-checks';

/** References that the machine, or the provider, resolves: whose they are, and how they look. */
const PROVIDER_REFERENCES: readonly { readonly provider: string; readonly shape: RegExp }[] = [
  { provider: 'aws', shape: /^ssm:\/?[\w./-]+$/ },
  { provider: 'aws', shape: /^arn:aws[a-z-]*:(ssm|secretsmanager):[a-z0-9-]+:\d{12}:.+$/ },
  { provider: 'google', shape: /^projects\/[\w-]+\/secrets\/[\w-]+(\/versions\/[\w-]+)?$/ },
  { provider: 'azure', shape: /^https:\/\/[a-z0-9-]+\.vault\.azure\.net\/secrets\/[\w/-]+$/i },
];

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
    const reference = PROVIDER_REFERENCES.find(({ shape }) => shape.test(value));
    if (reference === undefined) {
      const message = `\`secrets.${name}\` is no reference: a secret must not be written into the file.`;
      complain('error', [name], 'literal-secret', message, hint, 'key');
    } else if (provider !== 'auto' && provider !== reference.provider) {
      const message = `\`secrets.${name}\` is kept by ${reference.provider}, where a machine on ${provider} cannot read it.`;
      complain('error', [name], 'foreign-secret', message, hint);
    }
  }
}

/** The public half of a key may be written down; a private one must not. */
export function checkSshKey(key: string, complain: Complain): void {
  if (!/PRIVATE KEY/.test(key)) return;
  const hint =
    'Write the public key, which begins with `ssh-`. Make a new pair: this one is no secret any longer.';
  complain('error', [], 'literal-secret', '`ssh_key` is a private key.', hint, 'key');
}
