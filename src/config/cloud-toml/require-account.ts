import type { Cloud } from '../../clouds/cloud';
import { HelixError } from '../../errors';
import { didYouMean } from '../../values/did-you-mean';
import { accountNamed, cloudAccount } from './cloud-config';
import type { CloudAccount, CloudConfig } from './cloud-config';

/**
 * Returns the account of a name, whatever its cloud.
 * @throws HelixError `auth` where it is missing
 */
export function requireNamedAccount(config: CloudConfig | null, name: string): CloudAccount {
  const accounts = config?.accounts ?? [];
  const account = accountNamed(accounts, name);
  if (account !== undefined) return account;
  const names = accounts.map((known) => known.name);
  throw new HelixError('auth', `cloud.toml on this machine has no account \`${name}\`.`, {
    hint: didYouMean(name, names) ?? `Run \`helix cloud configure --provider PROVIDER --account ${name}\`.`,
  });
}

/**
 * Returns the account of a cloud that a table names, and without a name the one that cloud.toml prefers; null where it has
 * none.
 * @throws HelixError `auth` for a named account that is missing
 */
export function requireAccount(
  config: CloudConfig | null,
  { name: cloud, title }: Pick<Cloud, 'name' | 'title'>,
  name: string | null,
): CloudAccount | null {
  if (name === null) return cloudAccount(config, cloud);
  const candidates = config?.accounts.filter(({ provider }) => provider === cloud) ?? [];
  const account = accountNamed(candidates, name);
  if (account !== undefined) return account;
  const names = candidates.map((candidate) => candidate.name);
  throw new HelixError('auth', `cloud.toml on this machine has no ${title} account \`${name}\`.`, {
    hint: didYouMean(name, names) ?? `Run \`helix cloud configure --provider ${cloud} --account ${name}\`.`,
  });
}
