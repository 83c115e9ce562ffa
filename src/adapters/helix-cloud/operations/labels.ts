import type { Owner } from '../../../resources/owner';
import { envLabel } from './env-vars';
import type { GivenEnv } from './env-vars';

/** The label with the expiry of a cluster. Nothing in the cloud acts on it. */
const EXPIRES_AT = 'helix-expires-at';
/** See `envLabel`. */
export const ENV = 'helix-env';

/** The labels of a cluster of ours; null for a label that must be absent. Times are RFC 3339. */
export function labelsOf(
  project: string,
  owner: Owner,
  expiresAt: string | null,
  env: GivenEnv,
): Record<string, string | null> {
  const isKnown = !Object.values(env.envVars).includes('unknown');
  return {
    'helix-project': project,
    'helix-workspace': owner.workspace,
    'helix-address': owner.address,
    'helix-lineage': owner.lineage,
    [EXPIRES_AT]: expiresAt,
    ...(isKnown ? { [ENV]: envLabel(env) } : {}),
  };
}

/** The labels that differ, as a change: null removes a label. Labels that are not ours stay as they are. */
export function labelChanges(
  present: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => (present[name] ?? null) !== value),
  );
}
