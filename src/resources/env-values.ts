import { HelixError } from '../errors';
import { referenceIn, secretValue } from './secrets/references';
import type { ReadVariable } from './secrets/references';

/** The sources of the values behind references. */
export interface EnvSources {
  readonly variable: ReadVariable;
  /** @throws HelixError `config` when the project's files no longer hold it */
  readonly secretByFingerprint: (fingerprint: string) => string;
}

/**
 * Returns the values of variables from the references of a record. `whose` names the resource in messages.
 * @throws HelixError `config`, naming every variable that is not set
 */
export function resolvedEnvVars(
  envVars: Readonly<Record<string, string>>,
  sources: EnvSources,
  whose: string,
): Record<string, string> {
  const missing: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, reference] of Object.entries(envVars)) {
    const rest = reference.slice(reference.indexOf(':') + 1);
    const outside = referenceIn(reference);
    if (reference.startsWith('literal:')) values[name] = rest;
    else if (reference.startsWith('secret:')) values[name] = sources.secretByFingerprint(rest);
    else if (outside !== null) {
      const value = secretValue(sources.variable, outside);
      if (value === undefined) missing.push(rest);
      else values[name] = value;
    } else throw new Error(`the value of ${name} of ${whose} cannot be resolved`);
  }
  if (missing.length > 0) {
    const names = missing.join(', ');
    throw new HelixError('config', `${whose} needs ${names}, which this environment does not set.`, {
      hint: `Set ${missing.length === 1 ? 'it' : 'them'} where helix apply runs, for example as secrets of the CI job.`,
    });
  }
  return values;
}
