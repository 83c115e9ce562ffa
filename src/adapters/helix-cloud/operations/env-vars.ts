import { HelixError } from '../../../errors';
import type { OwnClusterInputs } from '../../../resources/cluster';
import type { ResourceRecord } from '../../../state/state';
import { canonicalJson } from '../../../values/digest';
import type { SecretDigests } from '../../../values/secret-digests';
import { fingerprint } from '../../../values/fingerprint';

/** The sources of the values behind references. */
export interface EnvSources {
  /** A variable of the environment of this run. */
  readonly variable: (name: string) => string | undefined;
  /** @throws HelixError `config` when the project's files no longer hold it */
  readonly secretByFingerprint: (fingerprint: string) => string;
}

/**
 * Returns the values for the service, from the references of the record. `whose` names the cluster in messages.
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
    if (reference.startsWith('literal:')) values[name] = rest;
    else if (reference.startsWith('secret:')) values[name] = sources.secretByFingerprint(rest);
    else if (reference.startsWith('env:')) {
      const value = sources.variable(rest);
      if (value === undefined || value.trim() === '') missing.push(rest);
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

/** The variables that a cluster was given. */
export interface GivenEnv {
  /** Name -> reference. */
  readonly envVars: Readonly<Record<string, string>>;
  /** The digests of the values behind the references; empty where none is known. */
  readonly secretDigests: SecretDigests;
}

/** Returns the variables of the cluster that a record stands for. */
export function givenEnv(
  { secretDigests = {} }: Pick<ResourceRecord, 'secretDigests'>,
  { envVars }: Pick<OwnClusterInputs, 'envVars'>,
): GivenEnv {
  return { envVars, secretDigests };
}

/**
 * Returns the content of the label `helix-env`: a fingerprint of the references that the values in the service came from,
 * and of the digests of those values. The API shows names only; by the label a later observation tells whether the values
 * are still those of the record, and an interrupted update whether they arrived.
 */
export function envLabel({ envVars, secretDigests }: GivenEnv): string {
  const hasDigests = Object.keys(secretDigests).length > 0;
  return fingerprint('env_vars', canonicalJson(hasDigests ? { envVars, secretDigests } : envVars));
}
