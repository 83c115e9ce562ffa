import type { CloudProvider } from '../clouds';
import { hasSpot, isRegionOf } from '../clouds/regions';
import type { CloudConfig } from '../config/cloud-toml/cloud-config';
import type { TomlValue } from '../config/text/toml-text';
import { HelixError } from '../errors';
import { exactDuration } from '../values/time/duration';
import type { MachineSpec } from '../resources/instance';

/** A machine to declare. */
export interface WantedMachine {
  /** null: the default of cloud.toml. */
  readonly provider: CloudProvider | null;
  /** The account of cloud.toml by which it is applied; null: the one by which the cloud is used where none is named. */
  readonly account?: string | null;
  readonly region: string | null;
  /** The requirements that the user gave; the blueprint has the others. */
  readonly asked: Partial<MachineSpec>;
  readonly ttlSeconds: number | null;
  /** The container image that it runs; null: one that is built. */
  readonly image: string | null;
  /** The TCP ports that are open to everyone; none: those of the blueprint. */
  readonly ports?: readonly number[];
  /** The environment of the blueprint whose values apply; null: none. */
  readonly environment?: string | null;
}

/**
 * Returns the keys of a `[deploy.N]` table: the user's requirements, completed with the user's own defaults.
 * @throws HelixError `usage` if no provider is given and the user has no default one
 */
export function machineTable(wanted: WantedMachine, user: CloudConfig | null): Record<string, TomlValue> {
  const { asked } = wanted;
  const provider = wanted.provider ?? defaultProvider(user);
  const ttl = wanted.ttlSeconds ?? user?.defaults.ttlSeconds ?? null;
  return askedKeys({
    ...wanted,
    provider,
    region: wanted.region ?? defaultRegion(provider, user),
    asked: { ...asked, ...(wantsSpot(asked, provider, user) && { spot: true }) },
    ttlSeconds: ttl,
  });
}

function wantsSpot(asked: Partial<MachineSpec>, provider: CloudProvider, user: CloudConfig | null): boolean {
  return asked.spot === undefined && user?.defaults.spot === true && hasSpot(provider);
}

/** Returns the keys of a `[deploy.N]` table that are asked for, and no others. */
export function askedKeys(wanted: WantedMachine): Record<string, TomlValue> {
  const { asked, ports = [], ttlSeconds: ttl } = wanted;
  const keys: Record<string, TomlValue | null | undefined> = {
    provider: wanted.provider,
    account: wanted.account,
    region: wanted.region,
    profile: asked.burstable === undefined ? null : asked.burstable ? 'min' : 'recommended',
    cpu: asked.cpu,
    memory_gb: asked.memoryGb,
    storage_gb: asked.storageGb,
    gpu_count: asked.gpuCount,
    gpu_type: asked.gpuType,
    arch: asked.arch,
    spot: asked.spot,
    public_ip: asked.publicIp,
    image: wanted.image,
    ports: ports.length === 0 ? null : ports,
    environment: wanted.environment,
    ttl: ttl === null ? null : exactDuration(ttl),
  };
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, value]) => (value == null ? [] : [[key, value]])),
  );
}

function defaultProvider(user: CloudConfig | null): CloudProvider {
  const account = user?.accounts.find(({ name }) => name === user.defaultAccount);
  if (account !== undefined) return account.provider;
  throw new HelixError('usage', 'no provider', {
    hint: 'Specify --provider (`auto` for the cheapest), or run `helix cloud configure --set-default`.',
  });
}

function defaultRegion(provider: CloudProvider, user: CloudConfig | null): string | null {
  if (user === null || provider === 'auto') return null;
  const accounts = user.accounts.filter((account) => account.provider === provider);
  const account = accounts.find(({ name }) => name === user.defaultAccount) ?? accounts[0];
  const { region } = user.defaults;
  return account?.defaultRegion ?? (region !== null && isRegionOf(provider, region) ? region : null);
}
