import type { StackRef, StackSettings, TerraformCloud } from '../../../stacks';
import type { CloudAccount } from '../../config/cloud-toml/cloud-config';
import { requireAccount } from '../../config/cloud-toml/require-account';
import { requireCloudConfig } from '../../config/cloud-toml/require-cloud-config';
import type { SourceText } from '../../config/text/source-text';
import { HelixError } from '../../errors';
import { readCredentialsOf } from '../cloud-credentials/cloud-credentials';
import type { Host } from '../host/host';
import type { CallCloud } from '../cloud-api/call-cloud';
import { childEnvironment } from './program/child-environment';
import type { Terraform } from './program/terraform';

/** The way from a stack to its account: Terraform with the account's credentials. */
export interface StackAccess {
  readonly terraform: Terraform;
  readonly settings: StackSettings;
  /** Calls the cloud itself, for what the provider does not do. */
  readonly call: CallCloud;
  /** Asks the cloud whether it takes the credentials. Throws HelixError `auth` where it refuses them. */
  readonly prove: (region: string) => Promise<void>;
}

/** The way to one account of a cloud. */
interface CloudAccess {
  /** The account in cloud.toml; null: there is none for the cloud. */
  readonly account: CloudAccount | null;
  readonly settings: StackSettings;
  /** The environment of Terraform, with the credentials of the account. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A name in `[providers]` of cloud.toml; undefined: the account that cloud.toml prefers for its cloud. */
type AccountName = StackRef['account'];

/**
 * Resolves the access to an account of a cloud. Without an account in cloud.toml the cloud's own tools find credentials
 * where they always do.
 * @throws HelixError `auth` when the account is missing, or its credentials are not where it says; `config` for a broken
 * cloud.toml
 */
export async function resolveAccess(
  cloud: TerraformCloud,
  name: AccountName,
  source: SourceText | null,
  host: Pick<Host, 'environment' | 'home'>,
): Promise<CloudAccess> {
  const account = requireAccount(requireCloudConfig(source), cloud.facts, name ?? null);
  const credentials = await readCredentialsOf(account, name ?? null, host);
  const environment = childEnvironment(host.environment, {
    cloud,
    credentials,
    settings: account?.variables ?? {},
  });
  return { account, settings: settingsOf(cloud, name, source, environment), environment };
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
  const account = requireAccount(requireCloudConfig(source), cloud.facts, name ?? null);
  const endpointUrl = account?.endpointUrl ?? null;
  if (cloud.scope === null) return { endpointUrl, scope: null };
  const { title, hint, find } = cloud.scope;
  const scope = find({ ...variables, ...account?.variables });
  if (scope !== undefined) return { endpointUrl, scope };
  throw new HelixError('auth', `Nothing names the ${title} on ${cloud.facts.title} to work in.`, { hint });
}
