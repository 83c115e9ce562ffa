import { HelixError } from '../../../errors';
import { SECRETS_VARIABLE } from '../program/child-environment';

/** The places in which the values of secrets are looked up. */
export interface SecretSources {
  /** The value of an environment variable. */
  readonly variable: (name: string) => string | undefined;
  /** The value in the project's own files, by its fingerprint. */
  readonly fingerprint: (fingerprint: string) => string;
}

/**
 * The environment variable that gives Terraform the values of secrets; none without secrets. `references`: key ->
 * `env:NAME` or `secret:FINGERPRINT`.
 * @throws HelixError `auth` for a variable that is not set
 */
export function secretVariables(
  references: Readonly<Record<string, string>>,
  sources: SecretSources,
): Record<string, string> {
  const values = Object.entries(references).map(([key, reference]) => {
    const [kind, name] = split(reference);
    const value = kind === 'env' ? sources.variable(name) : sources.fingerprint(name);
    if (value !== undefined && value !== '') return [key, value];
    throw new HelixError(
      'auth',
      `${key.split(' ')[0] ?? key} needs the variable ${name}, which is not set.`,
      { hint: `Set ${name} in the environment of Helix.` },
    );
  });
  return values.length === 0 ? {} : { [SECRETS_VARIABLE]: JSON.stringify(Object.fromEntries(values)) };
}

function split(reference: string): [string, string] {
  const colon = reference.indexOf(':');
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}
