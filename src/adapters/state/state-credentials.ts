import { HelixError } from '../../errors';
import { findAccountVariables } from '../cloud-credentials/account-variables';
import type { AccountSources } from '../cloud-credentials/account-variables';
import type { AwsKey } from '../cloud-credentials/aws-key';

/**
 * Returns the AWS key of an account of cloud.toml, or null when it has none and the environment is used. cloud.toml takes
 * precedence: a user who names an account there means that one. Throws HelixError `auth` or `config`.
 */
export async function findS3Credentials(accounts: AccountSources, account: string): Promise<AwsKey | null> {
  const variables = await findAccountVariables(accounts, account);
  if (variables === null || Object.keys(variables).length === 0) return null;
  const { awsKeyIn } = await import('../cloud-credentials/aws-key');
  const key = awsKeyIn(variables);
  if (key !== null) return key;
  throw new HelixError(
    'auth',
    `The credentials of \`[providers.${account}]\` have no AWS key for the state.`,
    {
      hint: 'Add AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another account as `provider` in `[state]`.',
    },
  );
}
