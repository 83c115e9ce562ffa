import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import type { CloudConfig } from '../../config/cloud-toml/cloud-config';
import type { Ports } from '../../ports/ports';

/**
 * Reads the user's own defaults and accounts; null where there are none.
 * @throws HelixError `config` for a `cloud.toml` with errors
 */
export async function readUserConfig(ports: Pick<Ports, 'userConfig'>): Promise<CloudConfig | null> {
  return requireCloudConfig(await ports.userConfig());
}
