import { removeAccount } from '../../config/cloud-toml/account-edit';
import type { CloudAccount } from '../../config/cloud-toml/cloud-config';
import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { didYouMean } from '../../values/did-you-mean';
import { requireEdit } from '../project/edit-config';
import { readUserConfig } from '../project/user-config';

/** An account of the user's cloud.toml. */
export interface ListedAccount {
  readonly account: CloudAccount;
  readonly isDefault: boolean;
}

/** Lists the accounts of the user's cloud.toml in its order. @throws HelixError `config` for a file with errors */
export async function listAccounts(ports: Ports): Promise<readonly ListedAccount[]> {
  const config = await readUserConfig(ports);
  return (config?.accounts ?? []).map((account) => ({
    account,
    isDefault: account.name === config?.defaultAccount,
  }));
}

/** Takes an account out of the user's cloud.toml. Returns the file. @throws HelixError `not-found`, `config` */
export async function removeNamedAccount(ports: Ports, name: string): Promise<string> {
  const source = await ports.userConfig();
  const config = requireCloudConfig(source);
  const names = (config?.accounts ?? []).map((account) => account.name);
  if (source === null || !names.includes(name)) {
    throw new HelixError('not-found', `cloud.toml has no account \`${name}\``, {
      hint: didYouMean(name, names) ?? '`helix cloud configure --list` lists the accounts.',
    });
  }
  const edited = requireEdit(source, removeAccount(source, name, config?.defaultAccount === name));
  requireCloudConfig(edited);
  await ports.accounts.write(edited.text);
  return ports.accounts.place();
}
