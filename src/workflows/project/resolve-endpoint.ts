import type { Ports } from '../../ports/ports';
import { checkConfig } from './check-config';

const HELIX_CLOUD = 'https://cloud.helix-db.com';

/** Returns the Helix Cloud of the project around a directory; without a project `HELIX_CLOUD_URL`, or the real one. */
export async function resolveEndpoint(ports: Ports, directory: string): Promise<string> {
  const { root } = await ports.files.find(directory);
  const { config } =
    root === null ? { config: null } : await checkConfig(ports, { directory, environment: null });
  return config?.helixCloud.endpoint ?? ports.setting('HELIX_CLOUD_URL') ?? HELIX_CLOUD;
}
