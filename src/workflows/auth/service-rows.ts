import type { CloudConfig } from '../../config/cloud-toml/cloud-config';
import type { Config } from '../../config/config';
import type { Ports } from '../../ports/ports';
import type { AuthRow } from './auth-row';
import { uncheckedRow } from './auth-row';

/** Returns a row for each account of cloud.toml, in its order. */
export async function readAccountRows(
  ports: Ports,
  cloud: CloudConfig | null,
  config: Config | null,
): Promise<readonly AuthRow[]> {
  const used = new Set(
    (config?.instances ?? []).flatMap((instance) => (instance.kind === 'deploy' ? instance.provider : [])),
  );
  return Promise.all(
    (cloud?.accounts ?? []).map(async (account) => {
      const alone = cloud && { ...cloud, defaultAccount: account.name, accounts: [account] };
      const place = await ports.findCredentialsPlace(account.provider, alone);
      const service = `${account.name} (${account.provider})`;
      return uncheckedRow(service, place, used.has(account.provider));
    }),
  );
}

/** Returns a row for each registry that the project names, in the order of its names. */
export async function readRegistryRows(ports: Ports, config: Config | null): Promise<readonly AuthRow[]> {
  const hosts = new Map<string, boolean>();
  for (const instance of config?.instances ?? []) {
    if (!('registryUrl' in instance) || instance.registryUrl === null) continue;
    const hasTable = 'auth' in instance && instance.auth !== null;
    hosts.set(instance.registryUrl, hasTable || (hosts.get(instance.registryUrl) ?? false));
  }
  return Promise.all(
    [...hosts].sort().map(async ([host, hasTable]) => {
      const from = hasTable ? 'helix.toml' : await ports.findRegistryLogin(host);
      return uncheckedRow(`registry ${host}`, from, false);
    }),
  );
}

/** Returns the row of the token by which a run of CI writes comments; none outside of CI. */
export function ciRows({ setting }: Ports): readonly AuthRow[] {
  const first = (names: readonly Parameters<Ports['setting']>[0][]) =>
    names.find((name) => setting(name) !== undefined) ?? null;
  if (setting('GITHUB_ACTIONS') === 'true') {
    return [uncheckedRow('GitHub', first(['GITHUB_TOKEN', 'GH_TOKEN']), false)];
  }
  if (setting('GITLAB_CI') === 'true') return [uncheckedRow('GitLab', first(['GITLAB_TOKEN']), false)];
  return [];
}
