import { cloudOf, isCloud } from '../clouds';
import type { CloudName } from '../clouds';
import type { ProviderPrices } from './book/price-book';
import { machineRate } from './machine-rate';
import { decodeInstance, rentedMachine } from '../resources/instance';
import { UNPRICED } from './rates';
import type { CostPart, Priceable, Rate, Rates } from './rates';

/** The books of the clouds that a project uses. */
export type Books = ReadonlyMap<CloudName, ProviderPrices>;

/**
 * Rates of machines and registries from the price books; what these know nothing of is left to `others`. Equal machines
 * get the very same rate, looked up once.
 */
export function ratesWith(books: Books, others: Rates): Rates {
  if (books.size === 0) return others;
  const known = new Map<string, Rate>();
  return (resource) => {
    const { kind, provider, region } = resource;
    const prices = isCloud(provider) ? books.get(provider) : undefined;
    if (prices === undefined) return others(resource);
    if (kind === 'registry_repo') return registryRate(region, prices);
    if (kind !== 'instance') return others(resource);
    const machine = rentedMachine(decodeInstance(resource.address, resource.inputs));
    if (machine === null) return UNPRICED;
    const key = JSON.stringify([provider, machine]);
    const rate = known.get(key) ?? machineRate(machine, prices);
    known.set(key, rate);
    return rate;
  };
}

/** The date of the oldest price of a machine among resources; null when none has one. */
export function oldestPrice(resources: Iterable<Priceable>, rates: Rates): string | null {
  let oldest: string | null = null;
  for (const resource of resources) {
    if (resource.kind !== 'instance') continue;
    const [compute] = rates(resource).parts;
    if (compute?.asOf != null && (oldest === null || compute.asOf < oldest)) oldest = compute.asOf;
  }
  return oldest;
}

const REGISTRY_RATES = new WeakMap<ProviderPrices, Map<string, Rate>>();

/** A repository is free where only what lies in it is charged; that depends on use, and is in no sum. */
function registryRate(region: string | null, prices: ProviderPrices): Rate {
  const product = cloudOf(prices.provider).pricing.registryStorage;
  if (product === null || region === null) return UNPRICED;
  const rates = REGISTRY_RATES.get(prices) ?? new Map<string, Rate>();
  REGISTRY_RATES.set(prices, rates);
  const known = rates.get(region);
  if (known !== undefined) return known;
  const figure = prices.figure(region, product);
  const storage: CostPart = {
    part: 'storage',
    name: 'registry storage',
    unit: 'GB-months',
    quantity: null,
    price: figure?.price ?? null,
    hourly: null,
    monthly: null,
    asOf: figure?.asOf ?? null,
  };
  const rate: Rate = {
    pricedAs: null,
    hourly: '0',
    monthly: '0.00',
    parts: [storage],
    spotSavingMonthly: null,
  };
  rates.set(region, rate);
  return rate;
}
