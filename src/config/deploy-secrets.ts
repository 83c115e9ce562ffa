import { isReference } from '../values/secret-shapes';
import type { Complain } from './deploy-checks';

/** References that the machine, or the provider, resolves. */
const PROVIDER_REFERENCES = [
  /^ssm:\/?[\w./-]+$/,
  /^arn:aws[a-z-]*:(ssm|secretsmanager):[a-z0-9-]+:\d{12}:.+$/,
  /^projects\/[\w-]+\/secrets\/[\w-]+(\/versions\/[\w-]+)?$/,
  /^https:\/\/[a-z0-9-]+\.vault\.azure\.net\/secrets\/[\w/-]+$/i,
];

/** Secrets are references. A value is an error, which names the key and never shows the value. */
export function checkSecretReferences(secrets: Readonly<Record<string, string>>, complain: Complain): void {
  for (const [name, value] of Object.entries(secrets)) {
    if (isReference(value) || PROVIDER_REFERENCES.some((shape) => shape.test(value))) continue;
    complain(
      'error',
      [name],
      'literal-secret',
      `\`secrets.${name}\` is no reference: a secret must not be written into the file.`,
      `Write \`${name} = "env:${name}"\` and set ${name} in the environment of \`helix apply\`.`,
      'key',
    );
  }
}

/** The public half of a key may be written down; a private one must not. */
export function checkSshKey(key: string, complain: Complain): void {
  if (!/PRIVATE KEY/.test(key)) return;
  const hint =
    'Write the public key, which begins with `ssh-`. Make a new pair: this one is no secret any longer.';
  complain('error', [], 'literal-secret', '`ssh_key` is a private key.', hint, 'key');
}
