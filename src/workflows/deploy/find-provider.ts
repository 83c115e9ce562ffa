import { cloudMeant, isMachineCloud, MACHINE_CLOUDS } from '../../clouds';
import type { CloudProvider } from '../../clouds';
import type { CloudAccount, CloudConfig } from '../../config/cloud-toml/cloud-config';
import { HelixError } from '../../errors';
import { didYouMean } from '../../values/did-you-mean';

/** A cloud that a machine is rented from, and by which account. */
export interface Provider {
  readonly cloud: CloudProvider;
  /** The account of cloud.toml that is named; null: the one by which the cloud is used where none is. */
  readonly account: string | null;
}

/**
 * Returns the cloud that `--provider` means: by its name or an alias in any case, or by an account of cloud.toml.
 * @throws HelixError `usage` for a word that is neither
 */
export function findProvider(word: string, user: CloudConfig | null): Provider {
  if (word.toLowerCase() === 'auto') return { cloud: 'auto', account: null };
  const meant = cloudMeant(word);
  if (meant !== undefined && isMachineCloud(meant)) return { cloud: meant, account: null };
  const account = user?.accounts.find(({ name }) => name === word);
  if (account !== undefined) return { cloud: account.provider, account: account.name };
  const names = [...MACHINE_CLOUDS, ...(user?.accounts ?? []).map(({ name }) => name)];
  throw new HelixError('usage', `--provider: \`${word}\` is neither a cloud nor an account of cloud.toml`, {
    hint: didYouMean(word, names) ?? `Use ${MACHINE_CLOUDS.join(', ')}, or an account of cloud.toml.`,
  });
}

/**
 * Returns the default of cloud.toml.
 * @throws HelixError `usage` where there is none
 */
export function defaultProvider(user: CloudConfig | null): Provider {
  const account = defaultAccount(user);
  if (account !== null) return { cloud: account.provider, account: null };
  throw new HelixError(
    'usage',
    'no provider: give --provider or --auto-select, or run helix cloud configure --set-default',
  );
}

function defaultAccount(user: CloudConfig | null): CloudAccount | null {
  return user?.accounts.find(({ name }) => name === user.defaultAccount) ?? null;
}
