import type { CloudAccount, CloudConfig } from '../../config/cloud-toml/cloud-config';
import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import type { SourceText } from '../../config/text/source-text';
import { cloudCredentials } from '../cloud-credentials/cloud-credentials';
import type { Host } from '../host/host';
import { childEnvironment } from './program/child-environment';

/** How the cloud is reached in this run. */
export interface CloudAccess {
  /** Another address for every service; null: the cloud's own. */
  readonly endpointUrl: string | null;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The account of `cloud.toml` for AWS, with its credentials for a child's environment; without one AWS tools look where
 * they always do.
 * @throws HelixError `auth` when credentials are not where the account says, `config` for a broken cloud.toml
 */
export async function awsAccess(
  source: SourceText | null,
  host: Pick<Host, 'environment' | 'home'>,
): Promise<CloudAccess> {
  const account = accountOf(requireCloudConfig(source));
  const credentials = account === null ? {} : await cloudCredentials(account, host);
  return {
    endpointUrl: account?.endpointUrl ?? null,
    environment: childEnvironment(host.environment, credentials),
  };
}

/** Where `cloud.toml` sends every service of AWS; null: to AWS itself. Throws HelixError `config` for a broken one. */
export function awsEndpoint(source: SourceText | null): string | null {
  return accountOf(requireCloudConfig(source))?.endpointUrl ?? null;
}

/** Of several accounts the default one, else the one that is called `aws`, else the first. */
function accountOf(cloud: CloudConfig | null): CloudAccount | null {
  const accounts = cloud?.accounts.filter(({ provider }) => provider === 'aws') ?? [];
  const named = (name: string | null) => accounts.find((account) => account.name === name);
  return named(cloud?.defaultAccount ?? null) ?? named('aws') ?? accounts[0] ?? null;
}
