import { cloudOf } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import { isRegionOf, regionHint } from '../../clouds/regions';
import { editAccount } from '../../config/cloud-toml/account-edit';
import type { CloudAccount, CredentialsSource } from '../../config/cloud-toml/cloud-config';
import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { didYouMean } from '../../values/did-you-mean';
import { requireEdit } from '../project/edit-config';

/** An account to write; null leaves what is there, and a new account gets the cloud's defaults. */
export interface AccountRequest {
  readonly name: string;
  readonly provider: MachineCloud;
  readonly region: string | null;
  readonly credentials: CredentialsSource | null;
  readonly projectId: string | null;
  /** null: whether it is the first account. */
  readonly isDefault: boolean | null;
  /** Whether the cloud is asked whose the credentials are, before anything is written. */
  readonly check: boolean;
}

/** An account that was written. */
export interface ConfiguredAccount {
  readonly account: CloudAccount;
  readonly region: string;
  /** The path of the file. */
  readonly file: string;
  readonly isDefault: boolean;
  readonly isChecked: boolean;
  /** The account, project or subscription by the cloud; null where the credentials may not read it, or nobody was asked. */
  readonly who: string | null;
}

/**
 * Writes an account into the user's cloud.toml, after its cloud has told whose the credentials are.
 * @throws HelixError `config` for a region that the cloud or the account does not have, and a file that cannot be edited;
 * `auth` for credentials that are missing or refused. Nothing is written then.
 */
export async function configureAccount(ports: Ports, request: AccountRequest): Promise<ConfiguredAccount> {
  const file = ports.accounts.place();
  const source = (await ports.userConfig()) ?? { file, text: '' };
  const before = requireCloudConfig(source);
  const { name, provider } = request;
  const old = before?.accounts.find((account) => account.name === name);
  const isNew = old === undefined;
  const isDefault = request.isDefault ?? before?.accounts.length === 0;
  const region = request.region ?? (isNew ? cloudOf(provider).regions.default : null);
  if (region !== null) await assertRegion(ports, provider, region, old?.regions ?? []);
  const edited = requireEdit(source, editAccount(source, { ...request, region, isDefault }));
  const after = requireCloudConfig(edited);
  const account = after?.accounts.find((one) => one.name === name);
  if (account === undefined) throw new Error(`the account ${name} was not written`);
  const who = request.check ? await ports.accounts.identify(account) : null;
  await ports.accounts.write(edited.text);
  return {
    account,
    region: account.defaultRegion ?? cloudOf(provider).regions.default,
    file,
    isDefault: after?.defaultAccount === name,
    isChecked: request.check,
    who,
  };
}

async function assertRegion(
  ports: Ports,
  provider: MachineCloud,
  region: string,
  allowed: readonly string[],
): Promise<void> {
  // The prices of the project play no part: this is about the user.
  const { regions } = await ports.prices.load('/', provider);
  if (!regions.includes(region)) {
    const isShaped = isRegionOf(provider, region);
    throw new HelixError('config', `\`${region}\` is not a region of \`${provider}\`.`, {
      hint:
        didYouMean(region, regions) ??
        (isShaped
          ? `\`helix cloud regions --provider ${provider}\` lists them.`
          : regionHint(provider, region)),
    });
  }
  if (allowed.length > 0 && !allowed.includes(region)) {
    throw new HelixError('config', `\`${region}\` is not among the \`regions\` of this account.`, {
      hint: `It has ${allowed.join(', ')}.`,
    });
  }
}
