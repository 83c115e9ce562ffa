import { cloudOf } from '../../clouds';
import { isRegionOf } from '../../clouds/regions';
import { accountNamed, cloudAccount } from '../../config/cloud-toml/cloud-config';
import type { CloudConfig } from '../../config/cloud-toml/cloud-config';
import type { DeployInstance } from '../../config/config';
import type { TableEdit } from '../../config/edit/table-edit';
import { askedKeys } from '../../machines/machine-table';
import type { MachineSpec } from '../../resources/instance';
import { defaultProvider } from './find-provider';
import type { Provider } from './find-provider';

/** A machine as the options of a deploy describe it. */
export interface WantedDeployment {
  /** null: the one of the table, else the default of cloud.toml. */
  readonly provider: Provider | null;
  readonly region: string | null;
  readonly asked: Partial<MachineSpec>;
  readonly image: string | null;
  readonly ports: readonly number[];
  readonly environment: string | null;
  /** null: not given; `never`: none. */
  readonly ttl: { readonly seconds: number } | 'never' | null;
}

/** The lifetime of a new machine, in seconds. */
export const DAY = 86_400;
/** The disk in GB of a machine whose processor and memory are both given. */
const GIVEN_STORAGE = 20;

/** Returns the keys of a new `[deploy.N]` table. @throws HelixError `usage` where nothing names the provider */
export function newDeployment(wanted: WantedDeployment, user: CloudConfig | null): TableEdit {
  const provider = wanted.provider ?? defaultProvider(user);
  const { asked, ttl } = wanted;
  const isSized = asked.cpu !== undefined && asked.memoryGb !== undefined;
  const storageGb = asked.storageGb ?? (isSized ? GIVEN_STORAGE : undefined);
  return askedKeys({
    ...wanted,
    provider: provider.cloud,
    account: provider.account,
    region: wanted.region ?? regionAt(provider, user),
    asked: { ...asked, ...(storageGb !== undefined && { storageGb }) },
    ttlSeconds: ttl === 'never' ? null : (ttl?.seconds ?? user?.defaults.ttlSeconds ?? DAY),
  });
}

/** Returns the edit of the keys that are given for a table that exists, with its cloud and account of now. */
export function editedDeployment(
  wanted: WantedDeployment,
  current: Pick<DeployInstance, 'provider' | 'account'>,
  user: CloudConfig | null,
): TableEdit {
  const { provider, ttl } = wanted;
  const isMoved = provider !== null && provider.cloud !== current.provider;
  const region = wanted.region ?? (isMoved ? regionAt(provider, user) : null);
  return {
    ...askedKeys({
      ...wanted,
      provider: provider?.cloud ?? null,
      account: provider === null || isUsedNow(provider, current, user) ? null : provider.account,
      region,
      ttlSeconds: ttl === 'never' ? null : (ttl?.seconds ?? null),
    }),
    ...(isMoved && region === null && { region: null }),
    // An account is one of one cloud.
    ...(isMoved && provider.account === null && { account: null }),
    ...(ttl === 'never' && { ttl: null, ttl_hours: null }),
    ...(ttl !== null && { ttl_hours: null }),
  };
}

/** Whether a machine is applied by that account already: named, it would have to be replaced. */
function isUsedNow(
  { cloud, account }: Provider,
  current: Pick<DeployInstance, 'provider' | 'account'>,
  user: CloudConfig | null,
): boolean {
  if (cloud !== current.provider) return false;
  return account === (current.account ?? cloudAccount(user, cloud)?.name);
}

/** Returns the region where nothing names one: the account's, else the user's own default, else the cloud's. */
export function regionAt({ cloud, account }: Provider, user: CloudConfig | null): string | null {
  if (cloud === 'auto') return null;
  const used = account === null ? cloudAccount(user, cloud) : accountNamed(user?.accounts ?? [], account);
  const own = user?.defaults.region ?? null;
  return (
    used?.defaultRegion ?? (own !== null && isRegionOf(cloud, own) ? own : cloudOf(cloud).regions.default)
  );
}
