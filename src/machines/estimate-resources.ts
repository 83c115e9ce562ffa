import type { CloudName } from '../clouds';
import type { PlanCost } from '../pricing/cost';
import type { Books } from '../pricing/instance-rates';
import { planCost } from '../pricing/plan-cost';
import type { LockedSize, Priceable, Rates } from '../pricing/rates';
import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { totalOf } from './estimate';
import type { EstimateLine, Estimated } from './estimate';
import { priceDates } from './price-dates';

/** A declared resource, as far as its cost depends on it. */
export interface EstimatedResource extends Omit<Priceable, 'outputs'> {
  readonly ttlSeconds: number | null;
  readonly readOnly: boolean;
}

/** A resource on record, as far as its cost depends on it. */
export interface ExistingResource {
  readonly outputs: JsonObject;
  readonly ttlSeconds: number | null;
  readonly expiresAt: string | null;
}

/** The values that an estimate of a project is made from. */
export interface EstimateInput {
  readonly records: Readonly<Record<Address, ExistingResource>>;
  readonly books: Books;
  readonly rates: Rates;
  readonly basis: PlanCost['basis'];
  /** The time to estimate, in seconds; null: as long as each resource lives. */
  readonly seconds: number | null;
  /** The sizes of clusters, and when they were read; null: no lock file has them. */
  readonly sizes: LockedSize;
  readonly regionsAt: string | null;
  /** RFC 3339 UTC. */
  readonly now: string;
}

/** Returns what resources cost as they are declared. One that exists is paid for until it expires. */
export function estimateResources(
  resources: readonly EstimatedResource[],
  { records, books, rates, basis, sizes, regionsAt, seconds, now }: EstimateInput,
): Estimated {
  const lines = resources.flatMap((resource): EstimateLine[] => {
    if (resource.readOnly || resource.kind === 'image') return [];
    const { address, provider, region, ttlSeconds } = resource;
    const record = records[address];
    const rate = rates({ ...resource, outputs: record?.outputs ?? {} });
    const ends = record !== undefined && record.ttlSeconds === ttlSeconds ? record.expiresAt : null;
    const lives =
      ends === null ? ttlSeconds : Math.max(0, Math.round((Date.parse(ends) - Date.parse(now)) / 1000));
    const paid = seconds === null ? lives : Math.min(seconds, lives ?? seconds);
    const type = rate.pricedAs;
    const machine = type === null ? null : (books.get(provider as CloudName)?.typeNamed(type) ?? null);
    const total = totalOf(rate, paid);
    const size = machine ?? (resource.kind === 'cluster' ? clusterSizeOf(sizes(region, type)) : null);
    return [{ address, provider, region, machine, size, rate, seconds: paid, total, cheapest: false }];
  });
  const cost = planCost(
    lines.flatMap(({ address, rate }) => (address === null ? [] : [{ address, before: null, after: rate }])),
    basis,
  );
  return {
    lines,
    unavailable: [],
    spec: null,
    seconds,
    cost,
    priceBooks: [...books.values()],
    priceDates: priceDates(lines, regionsAt),
    now,
  };
}

function clusterSizeOf(size: ReturnType<LockedSize>): EstimateLine['size'] {
  return size === undefined ? null : { vcpu: size.vcpu, memoryGib: size.memoryGb };
}
