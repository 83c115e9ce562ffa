import type { CloudVariables } from '../../clouds/credentials';
import type { SourceText } from '../../config/text/source-text';
import type { Host } from '../host/host';

/** The sources of the accounts of this host. */
export interface AccountSources extends Pick<Host, 'environment' | 'home'> {
  /** The user's cloud.toml. */
  readonly userConfig: () => Promise<SourceText | null>;
}

/** Returns the credentials of an account of cloud.toml, or null when it has none. Throws HelixError `auth` or `config`. */
export async function findAccountVariables(
  accounts: AccountSources,
  name: string,
): Promise<CloudVariables | null> {
  const source = await accounts.userConfig();
  if (source === null) return null;
  const { requireCloudConfig } = await import('../../config/cloud-toml/require-cloud-config');
  const { accountNamed } = await import('../../config/cloud-toml/cloud-config');
  const account = accountNamed(requireCloudConfig(source)?.accounts ?? [], name);
  const credentials = account?.credentials ?? null;
  if (account === undefined || credentials === null) return null;
  // A tool of the cloud reads the environment itself, and finds more than keys there: profiles and roles.
  if (credentials.type === 'environment' && credentials.prefix === '') return null;
  const { readCloudCredentials } = await import('./cloud-credentials');
  return readCloudCredentials(account, accounts);
}
