import type { CloudName } from '../clouds';
import type { PlanCost } from '../pricing/cost';
import type { Books } from '../pricing/instance-rates';
import { planCost } from '../pricing/plan-cost';
import type { Priceable, Rates } from '../pricing/rates';
import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { totalOf } from './estimate';
import type { EstimateLine, Estimated } from './estimate';

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
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Returns what resources cost as they are declared. One that exists is paid for until it expires. */
export function estimateResources(
  resources: readonly EstimatedResource[],
  { records, books, rates, basis, seconds, now }: EstimateInput,
): Estimated {
  const lines = resources.flatMap((resource): EstimateLine[] => {
    if (resource.readOnly || resource.kind === 'image') return [];
    const { address, provider, region, ttlSeconds } = resource;
    const record = records[address];
    const rate = rates({ ...resource, outputs: record?.outputs ?? {} });
    const ends = record !== undefined && record.ttlSeconds === ttlSeconds ? record.expiresAt : null;
    const lives = ends === null ? ttlSeconds : Math.max(0, Math.round((Date.parse(ends) - now) / 1000));
    const paid = seconds === null ? lives : Math.min(seconds, lives ?? seconds);
    const type = rate.pricedAs;
    const machine = type === null ? null : (books.get(provider as CloudName)?.typeNamed(type) ?? null);
    const total = totalOf(rate, paid);
    return [{ address, provider, region, machine, rate, seconds: paid, total, cheapest: false }];
  });
  const cost = planCost(
    lines.flatMap(({ address, rate }) => (address === null ? [] : [{ address, before: null, after: rate }])),
    basis,
  );
  return { lines, unavailable: [], spec: null, seconds, cost, priceBooks: [...books.values()] };
}
