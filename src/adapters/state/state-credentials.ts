import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import type { CloudVariables } from '../../clouds/credentials';
import type { Host } from '../host/host';
import { assertSendable } from '../host/variables';
import type { S3Credentials } from './s3/location';

/** The sources of the accounts of this host. */
export interface AccountSources extends Pick<Host, 'environment' | 'home'> {
  /** The user's cloud.toml. */
  readonly userConfig: () => Promise<SourceText | null>;
}

/**
 * Returns the AWS key of an account of cloud.toml, or null when it has none and the environment is used. cloud.toml takes
 * precedence: a user who names an account there means that one. Throws HelixError `auth` or `config`.
 */
export async function findS3Credentials(
  accounts: AccountSources,
  account: string,
): Promise<S3Credentials | null> {
  const variables = await findAccountVariables(accounts, account);
  if (variables === null || Object.keys(variables).length === 0) return null;
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: ends,
  } = variables;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new HelixError(
      'auth',
      `The credentials of \`[providers.${account}]\` have no AWS key for the state.`,
      {
        hint: 'Add AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another account as `provider` in `[state]`.',
      },
    );
  }
  assertSendable(variables, /^AWS_/);
  const expiration = ends === undefined || Number.isNaN(Date.parse(ends)) ? undefined : new Date(ends);
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration }),
  };
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
  // The SDK reads the environment itself, and finds more than keys there: profiles and roles.
  if (credentials.type === 'environment' && credentials.prefix === '') return null;
  const { readCloudCredentials: cloudCredentials } = await import('../cloud-credentials/cloud-credentials');
  return cloudCredentials(account, accounts);
}
