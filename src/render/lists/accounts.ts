import { textOf, toned } from '../lines';
import type { Style } from '../style';
import { tableLines } from './table';
import type { Cell } from './table';

/** An account at a cloud, in one line. */
export interface AccountView {
  readonly account: string;
  readonly provider: string;
  readonly region: string;
  /** The place of its credentials, in words. */
  readonly credentials: string;
  readonly isDefault: boolean;
}

/** Renders the accounts in the given order. */
export function renderAccounts(accounts: readonly AccountView[], style: Style): string {
  if (accounts.length === 0) {
    return textOf([['There are no accounts: `helix cloud configure --provider NAME` writes one.']], style);
  }
  const cells = accounts.map(({ account, provider, region, credentials, isDefault }): readonly Cell[] => [
    toned('strong', account),
    provider,
    region,
    credentials,
    isDefault ? 'yes' : '',
  ]);
  return textOf(tableLines(['ACCOUNT', 'PROVIDER', 'REGION', 'CREDENTIALS', 'DEFAULT'], cells), style);
}
