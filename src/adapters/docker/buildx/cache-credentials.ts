import type { BuildCache } from '../../../config/build/build';
import { HelixError } from '../../../errors';
import { findAccountVariables } from '../../cloud-credentials/account-variables';
import type { AccountSources } from '../../cloud-credentials/account-variables';

/** The variables by which tools of AWS are told who asks; buildx reads them for a cache. */
const AWS = /^AWS_/;

/**
 * Finds the variables with which a bucket is reached: those of the account, else those of this host.
 * @throws HelixError `auth` for an account that has no key of the kind
 */
export async function findCacheVariables(
  cache: BuildCache | null,
  sources: AccountSources,
): Promise<Readonly<Record<string, string>>> {
  if (cache?.type !== 's3' && cache?.type !== 'gcs') return {};
  const variables = await findAccountVariables(sources, cache.account);
  if (variables === null || Object.keys(variables).length === 0) return ofHost(sources.environment);
  const own = Object.fromEntries(Object.entries(variables).filter(([name]) => AWS.test(name)));
  if (own['AWS_ACCESS_KEY_ID'] !== undefined && own['AWS_SECRET_ACCESS_KEY'] !== undefined) return own;
  const kind = cache.type === 's3' ? 'AWS key' : 'HMAC key of Google Cloud Storage';
  throw new HelixError(
    'auth',
    `The credentials of \`[providers.${cache.account}]\` have no ${kind} for the build cache.`,
    {
      hint: 'Add AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another `account` in `[build.cache]`.',
    },
  );
}

function ofHost(environment: AccountSources['environment']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      AWS.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}
