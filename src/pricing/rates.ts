import type { Lock, Size } from '../config/lock/lock-file';
import { clusterSize, isAnonymous } from '../resources/cluster';
import { decodeClusterOutputs } from '../resources/cluster-outputs';
import type { JsonObject } from '../values/json';
import type { Address, ResourceKind } from '../values/resource';
import { monthlyOf } from './amounts';

/** The price of a resource, as far as it is known. Amounts are decimal text, in USD. */
export interface Rate {
  /** The size or type that is priced. */
  readonly pricedAs: string | null;
  /** The sum of the parts that have a price; null: unpriced. */
  readonly hourly: string | null;
  /** A full month, exactly: the sum of its parts. null: unpriced. */
  readonly monthly: string | null;
  /** The parts of a machine's price; empty for a resource with a single price. */
  readonly parts: readonly CostPart[];
  /** The exact saving of spare capacity in a month against the on-demand price; null if it is not spot. */
  readonly spotSavingMonthly: string | null;
}

/** A part of a price. */
export interface CostPart {
  readonly part: 'compute' | 'disk' | 'public_ip' | 'storage';
  /** `m6i.xlarge, on demand`, `gp3, 100 GB`. */
  readonly name: string;
  readonly unit: 'hours' | 'GB-months' | 'disk-months' | 'address-months';
  /** The units in a full month; null if they depend on use. */
  readonly quantity: string | null;
  /** The price of one unit; null: unpriced. */
  readonly price: string | null;
  readonly hourly: string | null;
  readonly monthly: string | null;
  /** The date of the price: `2026-07-20`; null if there is none, or its source is undated. */
  readonly asOf: string | null;
}

/** A resource as far as its price depends on it. */
export interface Priceable {
  readonly address: Address;
  readonly kind: ResourceKind;
  readonly provider: string;
  readonly region: string | null;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

export type Rates = (resource: Priceable) => Rate;

/** Returns a rate of one hourly price, without parts. */
export function simpleRate(pricedAs: string | null, hourly: string | null): Rate {
  const monthly = hourly === null ? null : monthlyOf(hourly);
  return { pricedAs, hourly, monthly, parts: [], spotSavingMonthly: null };
}

/** The rate of containers on the host, of images, of which only the storage costs something, and of what needs no account. */
export const FREE: Rate = simpleRate(null, '0');

/** The rate of a resource without a price, which is never taken for a free one. */
export const UNPRICED: Rate = simpleRate(null, null);

/** Finds a size of a Helix Cloud region that a project's lock file pins for one endpoint. */
export type LockedSize = (region: string | null, id: string | null) => Size | undefined;

/** Returns the sizes that a project's lock file pins. A size of null is the default of the region. */
export function lockedSizes(lock: Lock | null, endpoint: string): LockedSize {
  const cloud = lock?.helixCloud?.endpoint === endpoint ? lock.helixCloud : null;
  const regions = new Map((cloud?.regions ?? []).map((region) => [region.id, region]));
  return (region, id) =>
    regions.get(region ?? '')?.sizes.find((size) => (id === null ? size.default : size.id === id));
}

/** Returns the rates that a project's lock file pins for one endpoint. The lock of another endpoint prices nothing. */
export function lockedRates(lock: Lock | null, endpoint: string): Rates {
  const sizes = lockedSizes(lock, endpoint);
  const rates = new Map<string, Rate>();
  return ({ address, kind, provider, region, inputs, outputs }) => {
    if (provider === 'docker' || kind === 'image') return FREE;
    if (kind !== 'cluster') return UNPRICED;
    if (isAnonymous(inputs)) return FREE;
    const asked = clusterSize(address, inputs) ?? decodeClusterOutputs(address, outputs).size;
    const key = `${region ?? ''} ${asked ?? ''}`;
    const known = rates.get(key);
    if (known !== undefined) return known;
    const size = sizes(region, asked);
    const rate = simpleRate(size?.id ?? asked, size?.usdPerHour ?? null);
    rates.set(key, rate);
    return rate;
  };
}
