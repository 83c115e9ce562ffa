import { join } from 'node:path';
import { flyctlToken } from '../../../clouds/fly/flyctl-token';
import { LARGEST } from '../../../values/sizes';
import type { Host } from '../../host/host';
import { readTextAtMost } from '../../host/read-at-most';
import { variableIn } from '../../host/variables';

/** Returns the file in which flyctl keeps its log-in; null without a home directory. */
export function flyctlConfigFile({ environment, home }: Pick<Host, 'environment' | 'home'>): string | null {
  const own = variableIn(environment, 'FLY_CONFIG_DIR');
  if (own !== undefined) return join(own, 'config.yml');
  return home === null ? null : join(home, '.fly', 'config.yml');
}

/** Reads the token that flyctl has; null where it is not signed in. */
export async function readFlyctlToken(host: Pick<Host, 'environment' | 'home'>): Promise<string | null> {
  const file = flyctlConfigFile(host);
  if (file === null) return null;
  const text = await readTextAtMost(file, LARGEST.credentials).catch(() => '');
  return flyctlToken(text);
}
