import { terraformCloud } from '../../../stacks';
import { cloudOf } from '../../clouds';
import type { CloudAccount } from '../../config/cloud-toml/cloud-config';
import { readCloudCredentials } from '../cloud-credentials/cloud-credentials';
import { askIdentity } from '../cloud-api/ask-identity';
import { fetchFrom } from '../http/node-fetch';
import type { Host } from '../host/host';
import { childEnvironment } from './program/child-environment';

/**
 * Asks the cloud of an account whose its credentials are, with the environment that Terraform would get; null where they may
 * not read that. Throws like `readCloudCredentials` and `askIdentity`.
 */
export async function identifyAccount(
  account: CloudAccount,
  host: Pick<Host, 'environment' | 'home'>,
): Promise<string | null> {
  const cloud = terraformCloud(account.provider);
  const credentials = await readCloudCredentials(account, host);
  const variables = childEnvironment(host.environment, { cloud, credentials, settings: account.variables });
  return askIdentity(cloud, {
    variables,
    endpointUrl: account.endpointUrl,
    home: host.home,
    fetch: fetchFrom(host.environment),
    name: account.name,
    region: account.defaultRegion ?? cloudOf(account.provider).regions.default,
    scope: cloud.scope?.find({ ...variables, ...account.variables }) ?? null,
  });
}
