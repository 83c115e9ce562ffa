import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import type { CloudConfig } from '../../config/cloud-toml/cloud-config';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';

/**
 * Reads the user's own defaults and accounts; null where there are none.
 * @throws HelixError `config` for a `cloud.toml` with errors
 */
export async function readUserConfig(ports: Pick<Ports, 'userConfig'>): Promise<CloudConfig | null> {
  return requireCloudConfig(await ports.userConfig());
}

/** Reads the user's own defaults for a command that can do without them: a broken `cloud.toml` is a note. */
export async function readDefaults(
  ports: Pick<Ports, 'userConfig'>,
): Promise<{ readonly defaults: CloudConfig | null; readonly notes: readonly string[] }> {
  try {
    return { defaults: await readUserConfig(ports), notes: [] };
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    const [first] = error.problems;
    const place =
      first?.place && ` (${first.place.file}:${first.place.line}:${first.place.column}: ${first.message})`;
    return { defaults: null, notes: [`Your defaults are not used: ${error.message}${place ?? ''}.`] };
  }
}
