import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import type { CloudVariables } from '../../clouds/credentials';
import type { Host } from '../host/host';
import type { S3Credentials } from './s3/location';

/** Where a machine's accounts are told. */
export interface Accounts extends Pick<Host, 'environment' | 'home'> {
  /** The user's cloud.toml. */
  readonly userConfig: () => Promise<SourceText | null>;
}

/**
 * The key of an account of cloud.toml; null: it says nothing of one, and the environment is asked. What cloud.toml says
 * comes first: whoever names an account there means that one. Throws HelixError `auth` or `config`.
 */
export async function s3Credentials(accounts: Accounts, account: string): Promise<S3Credentials | null> {
  const variables = await accountVariables(accounts, account);
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
      `The credentials of \`[providers.${account}]\` hold no AWS key for the state.`,
      {
        hint: 'They need AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. `provider` in `[state]` names another account.',
      },
    );
  }
  const expiration = ends === undefined || Number.isNaN(Date.parse(ends)) ? undefined : new Date(ends);
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration }),
  };
}

/** The credentials of an account of cloud.toml; null: it says nothing of them. Throws HelixError `auth` or `config`. */
export async function accountVariables(accounts: Accounts, name: string): Promise<CloudVariables | null> {
  const source = await accounts.userConfig();
  if (source === null) return null;
  const { requireCloudConfig } = await import('../../config/cloud-toml/require-cloud-config');
  const account = requireCloudConfig(source)?.accounts.find((one) => one.name === name);
  const credentials = account?.credentials ?? null;
  if (account === undefined || credentials === null) return null;
  // That is where everybody looks, and AWS's own tools know more than keys: profiles, roles.
  if (credentials.type === 'environment' && credentials.prefix === '') return null;
  const { cloudCredentials } = await import('../cloud-credentials/cloud-credentials');
  return cloudCredentials(account, accounts);
}
