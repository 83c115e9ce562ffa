import { join } from 'node:path';
import { cloudOf, isCloud } from '../../../clouds';
import type { Cloud } from '../../../clouds/cloud';
import type { CloudRegistry, CloudVariables, CredentialsRegistry } from '../../../clouds/credentials';
import type { CloudAccount } from '../../../config/cloud-toml/cloud-config';
import { requireAccount, requireNamedAccount } from '../../../config/cloud-toml/require-account';
import { requireCloudConfig } from '../../../config/cloud-toml/require-cloud-config';
import { HelixError } from '../../../errors';
import type { SourceText } from '../../../config/text/source-text';
import type { LoginSource } from '../../../resources/registry-access';
import { awsKeyIn } from '../../cloud-credentials/aws-key';
import { readCredentialsOf } from '../../cloud-credentials/cloud-credentials';
import { readCredentialsFile } from '../../cloud-credentials/read-credentials-file';
import type { Host } from '../../host/host';
import { readTextAtMost } from '../../host/read-at-most';
import { LARGEST } from '../../../values/sizes';
import type { FoundLogin } from '../connection/registry-login';
import { getEcrLogin } from './ecr-login';

/** The log-in of a registry, and the host that it is for; null where the cloud does not tell. */
export interface CloudLogin extends FoundLogin {
  readonly host: string | null;
}

/** A log-in by the credentials of a cloud. */
export type CloudLoginSource = Exclude<LoginSource, { type: 'docker' | 'table' }>;

/** Returns the host of the registry that a cloud has in each of its regions; null where only the cloud itself tells it. */
export function regionalHost(login: LoginSource): string | null {
  if (login.type !== 'cloud' || !isCloud(login.cloud)) return null;
  const registry = registryOf(cloudOf(login.cloud));
  return registry?.type === 'credentials' ? registry.hostIn(login.region) : null;
}

/**
 * Finds the log-in that the credentials of an account are for the registry of its cloud, or that they are given there; null
 * where they do not sign in. `host`: the registry, where it is known.
 * @throws HelixError `auth` when the account or its credentials are missing; `auth` or `unreachable` from the cloud
 */
export async function findCloudLogin(
  login: CloudLoginSource,
  host: string | null,
  { userConfig, ...from }: CloudLoginOptions,
): Promise<CloudLogin | null> {
  const config = requireCloudConfig(await userConfig());
  const { account: name } = login;
  const named = login.type === 'account' ? requireNamedAccount(config, login.account) : null;
  const provider = login.type === 'cloud' ? login.cloud : (named?.provider ?? '');
  if (!isCloud(provider)) return null;
  const cloud = cloudOf(provider);
  const account = named ?? requireAccount(config, cloud, name);
  const credentials = await readCredentialsOf(account, name, from.host);
  const region = login.type === 'cloud' ? login.region : regionIn(host, account, cloud);
  const registry = registryOf(cloud);
  switch (registry?.type) {
    case undefined:
      if (named === null) return null;
      throw new HelixError(
        'auth',
        `The credentials of \`${named.name}\` sign in to no registry of ${cloud.title}.`,
        {
          hint: 'Take `account` out of the table, and sign in with `docker login`.',
        },
      );
    case 'credentials':
      return findOwnLogin(registry, { region, account, credentials, host: from.host });
    case 'sdk-token': {
      const environment = { ...from.host.environment, ...credentials };
      const endpointUrl = account?.endpointUrl ?? null;
      return getEcrLogin({ region, endpointUrl, key: awsKeyIn(credentials) }, environment);
    }
  }
}

export interface CloudLoginOptions {
  readonly host: Pick<Host, 'environment' | 'home'>;
  /** The user's cloud.toml. */
  readonly userConfig: () => Promise<SourceText | null>;
}

async function findOwnLogin(
  registry: CredentialsRegistry,
  from: {
    readonly region: string;
    readonly account: CloudAccount | null;
    readonly credentials: CloudVariables;
    readonly host: CloudLoginOptions['host'];
  },
): Promise<CloudLogin | null> {
  const { account, credentials, region, host } = from;
  const variables = Object.keys(credentials).length > 0 ? credentials : host.environment;
  const file = registry.keyFile === null ? '' : (variables[registry.keyFile] ?? '');
  const name = account?.name ?? registry.keyFile ?? '';
  const key = file === '' ? await readHomeFile(registry, host) : await readCredentialsFile(file, name);
  const login = registry.loginOf(variables, key);
  const source = account === null ? 'the environment' : `\`[providers.${account.name}]\` of cloud.toml`;
  return login && { login, source, host: registry.hostIn(region) };
}

/** Reads what the cloud's own tool keeps; null where it is not signed in. */
async function readHomeFile(
  { homeFile }: CredentialsRegistry,
  { home }: Pick<Host, 'home'>,
): Promise<string | null> {
  if (homeFile === undefined || home === null) return null;
  return readTextAtMost(join(home, homeFile), LARGEST.credentials).catch(() => null);
}

/** The region in the name of a host, else the one that the account prefers. */
function regionIn(host: string | null, account: CloudAccount | null, { regions }: Cloud): string {
  const [, inHost] = /\.ecr\.([a-z0-9-]+)\.amazonaws\./.exec(host ?? '') ?? [];
  return inHost ?? account?.defaultRegion ?? regions.default;
}

function registryOf(cloud: Cloud): CloudRegistry | null {
  return cloud.credentials.registry;
}
