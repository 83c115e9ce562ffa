import { cloudOf } from '../../clouds';
import type { CredentialsSource } from '../../config/cloud-toml/cloud-config';
import type { AccountView } from '../../render/lists/accounts';
import type { ListedAccount } from '../../workflows/accounts/list-accounts';

/** Returns an account as a table shows it. */
export function accountView({ account, isDefault }: ListedAccount): AccountView {
  const { name, provider, defaultRegion, credentials } = account;
  return {
    account: name,
    provider,
    region: defaultRegion ?? cloudOf(provider).regions.default,
    credentials: credentialsText(credentials),
    isDefault,
  };
}

function credentialsText(credentials: CredentialsSource | null): string {
  switch (credentials?.type) {
    case undefined:
      return 'where its own tools look';
    case 'file':
      return `file ${credentials.path}`;
    case 'environment':
      return `environment ${credentials.prefix}*`;
    case 'command':
      return `command ${credentials.cmd[0] ?? ''}`;
  }
}
