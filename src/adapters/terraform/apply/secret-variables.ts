import { resolvedEnvVars } from '../../../resources/env-values';
import type { EnvSources } from '../../../resources/env-values';
import { SECRETS_VARIABLE } from '../program/child-environment';

/**
 * The environment variable that gives Terraform the values of secrets; none without secrets. `references`: the address and
 * the name of each -> `env:NAME` or `secret:FINGERPRINT`.
 * @throws HelixError `config` for variables that are not set or blank
 */
export function secretVariables(
  references: Readonly<Record<string, string>>,
  sources: EnvSources,
): Record<string, string> {
  const values = Object.entries(references).flatMap(([key, reference]) => {
    const [address = key] = key.split(' ');
    return Object.entries(resolvedEnvVars({ [key]: reference }, sources, address));
  });
  return values.length === 0 ? {} : { [SECRETS_VARIABLE]: JSON.stringify(Object.fromEntries(values)) };
}
