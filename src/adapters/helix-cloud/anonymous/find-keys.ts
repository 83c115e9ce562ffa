import type { EnvVar } from '../../../config/config';
import { HelixError } from '../../../errors';
import type { KeyedInstance } from '../api/anonymous-calls';
import type { KeysFile } from './keys-file';

/** The places where the deployment key of an instance may be. */
export interface KeyPlaces {
  readonly file: KeysFile;
  readonly variable: (name: string) => string | undefined;
  readonly endpoint: string;
}

const VARIABLE = 'HELIX_DEPLOYMENT_KEY';

/**
 * Finds the deployment key of an instance: that of its table, else `HELIX_DEPLOYMENT_KEY`, else the file of this host.
 * @throws HelixError `auth` where there is none
 */
export async function findKeyed(
  { file, variable, endpoint }: KeyPlaces,
  id: string,
  declared: EnvVar | null,
): Promise<KeyedInstance> {
  if (declared?.type === 'literal') return { id, key: declared.value, source: 'helix.toml' };
  if (declared?.type === 'reference') {
    const key = variable(declared.variable);
    if (key !== undefined && key !== '') return { id, key: key.trim(), source: declared.variable };
  }
  const key = variable(VARIABLE)?.trim() ?? '';
  if (key !== '') return { id, key, source: VARIABLE };
  const kept = await file.find(endpoint, id);
  if (kept !== null) return { id, key: kept.deploymentKey, source: file.path };
  throw new HelixError('auth', `This host has no deployment key of ${id}.`, {
    hint: 'The host that created it has it in ~/.helix/anonymous.toml: set HELIX_DEPLOYMENT_KEY to it, for example as a secret of the CI job.',
  });
}
