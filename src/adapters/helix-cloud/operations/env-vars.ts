import type { OwnClusterInputs } from '../../../resources/cluster';
import type { ResourceRecord } from '../../../state/state';
import { canonicalJson } from '../../../values/digest';
import type { SecretDigests } from '../../../values/secret-digests';
import { fingerprint } from '../../../values/fingerprint';

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
