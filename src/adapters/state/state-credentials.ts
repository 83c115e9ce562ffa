import { HelixError } from '../../errors';
import { findAccountVariables } from '../cloud-credentials/account-variables';
import type { AccountSources } from '../cloud-credentials/account-variables';
import { assertSendable } from '../host/variables';
import type { S3Credentials } from './s3/location';

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
