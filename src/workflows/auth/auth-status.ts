import { readCloudConfig } from '../../config/cloud-toml/cloud-config';
import type { Config } from '../../config/config';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { checkConfig } from '../project/check-config';
import { resolveEndpoint } from '../project/resolve-endpoint';
import type { AuthRow } from './auth-row';
import { readHelixCloudRow } from './helix-cloud-row';
import { ciRows, readAccountRows, readRegistryRows } from './service-rows';

/** Returns what Helix signs in to from here: Helix Cloud, accounts, registries, the forge of a run of CI. */
export async function readAuthStatus(
  ports: Ports,
  { directory, check }: { readonly directory: string; readonly check: boolean },
): Promise<readonly AuthRow[]> {
  const config = await readProjectConfig(ports, directory);
  const endpoint = await resolveEndpoint(ports, directory);
  const needed = (config?.instances ?? []).some(({ kind }) => kind === 'helix' || kind === 'enterprise');
  const source = await ports.userConfig();
  const read = source === null ? null : readCloudConfig(source);
  if (read !== null && read.cloud === null) {
    throw new HelixError('config', 'cloud.toml has errors', { problems: read.problems });
  }
  return [
    await readHelixCloudRow(ports, endpoint, { needed, check }),
    ...(await readAccountRows(ports, read?.cloud ?? null, config)),
    ...(await readRegistryRows(ports, config)),
    ...ciRows(ports),
  ];
}

/** Whether something that the project needs is missing or refused. */
export function lacksCredentials(rows: readonly AuthRow[]): boolean {
  return rows.some(({ needed, state }) => needed && (state === 'missing' || state === 'refused'));
}

async function readProjectConfig(ports: Ports, directory: string): Promise<Config | null> {
  const { root } = await ports.files.find(directory);
  return root === null ? null : (await checkConfig(ports, { directory, environment: null })).config;
}
