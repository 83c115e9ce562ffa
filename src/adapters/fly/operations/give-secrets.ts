import type { FlyAppInputs } from '../../../resources/fly-app';
import { resolvedEnvVars } from '../../../resources/env-values';
import type { ResourceRecord } from '../../../state/state';
import { canonicalJson } from '../../../values/digest';
import { secretsOf } from '../machine-config';
import type { Site } from './site';

/** The secrets that an app was given last. */
export interface GivenSecrets {
  readonly inputs: Pick<FlyAppInputs, 'envVars'>;
  readonly digests: ResourceRecord['secretDigests'];
  /** null: it was given none. */
  readonly version: number | null;
}

/**
 * Sets the secrets of an app, and removes those that it has no more. Returns the version that its machine must see; null
 * for an app that never had one. Values that it was given last are not sent again.
 * @throws HelixError `config` for a reference without a value
 */
export async function giveSecrets(
  site: Site,
  target: Pick<ResourceRecord, 'address' | 'secretDigests'> & { readonly inputs: FlyAppInputs },
  before: GivenSecrets | null,
): Promise<number | null> {
  const wanted = secretsOf(target.inputs);
  const had = before === null ? {} : secretsOf(before.inputs);
  if (before !== null && isSame(target.secretDigests, before.digests) && isSame(wanted, had))
    return before.version;
  const removed = Object.keys(had).filter((name) => wanted[name] === undefined);
  const values = {
    ...Object.fromEntries(removed.map((name) => [name, null])),
    ...resolvedEnvVars(wanted, site.sources, target.address),
  };
  if (Object.keys(values).length === 0) return before?.version ?? null;
  site.phase('setting its secrets');
  return site.api.setSecrets(site.app, values, site.call);
}

function isSame(
  one: Readonly<Record<string, string>> | undefined,
  other: Readonly<Record<string, string>> | undefined,
): boolean {
  return canonicalJson(one ?? {}) === canonicalJson(other ?? {});
}
