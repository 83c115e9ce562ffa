import { isCloud, cloudOf } from '../../../clouds';
import type { CloudRegistry } from '../../../clouds/credentials';
import type { CloudAccount } from '../../../config/cloud-toml/cloud-config';
import type { LoginSource } from '../../../resources/registry-access';
import { readCloudCredentials } from '../../cloud-credentials/cloud-credentials';
import { readCredentialsFile } from '../../cloud-credentials/read-credentials-file';
import type { Host } from '../../host/host';
import type { FoundLogin } from '../connection/registry-login';

/** Returns the registry that a cloud has in each of its regions; null where only the cloud itself tells the host. */
export function cloudRegistry(login: LoginSource): CloudRegistry | null {
  return login.type === 'cloud' && isCloud(login.cloud) ? cloudOf(login.cloud).credentials.registry : null;
}

/**
 * Finds the log-in that the credentials of an account are for the registry of its cloud; null where they do not sign in there.
 * @throws HelixError `auth` when the credentials are not where the account says
 */
export async function findCloudLogin(
  registry: CloudRegistry,
  account: CloudAccount | null,
  host: Pick<Host, 'environment' | 'home'>,
): Promise<FoundLogin | null> {
  const own = account === null ? {} : await readCloudCredentials(account, host);
  const variables = Object.keys(own).length > 0 ? own : host.environment;
  const { [registry.keyFile]: file } = variables;
  const name = account?.name ?? registry.keyFile;
  const key = file === undefined || file === '' ? null : await readCredentialsFile(file, name);
  const login = registry.loginOf(variables, key);
  const source = account === null ? 'the environment' : `\`[providers.${account.name}]\` of cloud.toml`;
  return login && { login, source };
}
