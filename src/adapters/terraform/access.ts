import type { StackRef, StackSettings, TerraformCloud } from '../../../stacks';
import { accountNamed, cloudAccount } from '../../config/cloud-toml/cloud-config';
import type { CloudAccount } from '../../config/cloud-toml/cloud-config';
import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import { readCloudCredentials } from '../cloud-credentials/cloud-credentials';
import type { Host } from '../host/host';
import { childEnvironment } from './program/child-environment';
import type { Terraform } from './program/terraform';
import type { AskCloud } from './recovery/search-lists';

/** The way from a stack to its account: Terraform with the account's credentials. */
export interface StackAccess {
  readonly terraform: Terraform;
  readonly settings: StackSettings;
  /** Asks the cloud itself, for what the provider does not list. */
  readonly ask: AskCloud;
}

/** The way to one account of a cloud. */
interface CloudAccess {
  readonly settings: StackSettings;
  /** The environment of Terraform, with the credentials of the account. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A name in `[providers]` of cloud.toml; undefined: the account that cloud.toml prefers for its cloud. */
type AccountName = StackRef['account'];

/**
 * Resolves the access to an account of a cloud. Without an account in cloud.toml the cloud's own tools find credentials
 * where they always do.
 * @throws HelixError `auth` when credentials are not where the account says; `config` for a broken cloud.toml, or one
 * that lacks the account
 */
export async function resolveAccess(
  cloud: TerraformCloud,
  name: AccountName,
  source: SourceText | null,
  host: Pick<Host, 'environment' | 'home'>,
): Promise<CloudAccess> {
  const account = accountOf(cloud, name, source);
  const credentials = account === null ? {} : await readCloudCredentials(account, host);
  const environment = childEnvironment(host.environment, {
    cloud,
    credentials,
    settings: account?.variables ?? {},
  });
  return { settings: settingsOf(cloud, name, source, environment), environment };
}

/**
 * The settings of an account; `variables`: the environment of Terraform.
 * @throws HelixError `config` like `resolveAccess`; `auth` where nothing names the project that everything lies in
 */
export function settingsOf(
  cloud: TerraformCloud,
  name: AccountName,
  source: SourceText | null,
  variables: Readonly<Record<string, string>>,
): StackSettings {
  const account = accountOf(cloud, name, source);
  const endpointUrl = account?.endpointUrl ?? null;
  if (cloud.scope === null) return { endpointUrl, scope: null };
  const { title, hint, find } = cloud.scope;
  const scope = find({ ...variables, ...account?.variables });
  if (scope !== undefined) return { endpointUrl, scope };
  throw new HelixError('auth', `Nothing names the ${title} on ${cloud.facts.title} to work in.`, { hint });
}

/** The named account; without a name the default one, else the one that is called like the cloud, else the first. */
function accountOf(cloud: TerraformCloud, name: AccountName, source: SourceText | null): CloudAccount | null {
  const config = requireCloudConfig(source);
  if (name === undefined) return cloudAccount(config, cloud.facts.name);
  const candidates = config?.accounts.filter(({ provider }) => provider === cloud.facts.name) ?? [];
  const account = accountNamed(candidates, name);
  if (account !== undefined) return account;
  throw new HelixError('config', `cloud.toml has no ${cloud.facts.title} account \`${name}\`.`, {
    hint: `Add \`[providers.${name}]\` with \`provider_type = "${cloud.facts.name}"\`.`,
  });
}
