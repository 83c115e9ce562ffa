import { cloudOf } from '../../clouds';
import type { CloudProvider } from '../../clouds';
import { isRegionOf } from '../../clouds/regions';
import { cloudAccount } from '../../config/cloud-toml/cloud-config';
import type { CloudConfig } from '../../config/cloud-toml/cloud-config';
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
    region: wanted.region ?? regionAt(provider, user),
    asked: { ...asked, ...(storageGb !== undefined && { storageGb }) },
    ttlSeconds: ttl === 'never' ? null : (ttl?.seconds ?? user?.defaults.ttlSeconds ?? DAY),
  });
}

/** Returns the edit of the keys that are given for a table that exists, with its cloud of now. */
export function editedDeployment(
  wanted: WantedDeployment,
  current: CloudProvider,
  user: CloudConfig | null,
): TableEdit {
  const { provider, ttl } = wanted;
  const isMoved = provider !== null && provider.cloud !== current && wanted.region === null;
  const region = wanted.region ?? (isMoved ? regionAt(provider, user) : null);
  return {
    ...askedKeys({
      ...wanted,
      provider: provider?.cloud ?? null,
      region,
      ttlSeconds: ttl === 'never' ? null : (ttl?.seconds ?? null),
    }),
    ...(isMoved && region === null && { region: null }),
    ...(ttl === 'never' && { ttl: null, ttl_hours: null }),
    ...(ttl !== null && { ttl_hours: null }),
  };
}

/** The region where nothing names one: the account's, else the user's own default, else the cloud's. */
export function regionAt({ cloud }: Provider, user: CloudConfig | null): string | null {
  if (cloud === 'auto') return null;
  const used = cloudAccount(user, cloud)?.defaultRegion ?? null;
  const own = user?.defaults.region ?? null;
  return used ?? (own !== null && isRegionOf(cloud, own) ? own : cloudOf(cloud).regions.default);
}
