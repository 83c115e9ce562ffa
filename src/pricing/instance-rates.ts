import { cloudOf, isCloud } from '../clouds';
import type { CloudName } from '../clouds';
import { decodeInstance, rentedMachine } from '../resources/instance';
import type { ProviderPrices } from './book/price-book';
import { machineRate } from './machine-rate';
import { FREE, UNPRICED } from './rates';
import type { CostPart, Rate, Rates } from './rates';

/** The books of the clouds that a project uses. */
export type Books = ReadonlyMap<CloudName, ProviderPrices>;

/**
 * Returns the rates of machines and registries from the price books; `others` has those of all other resources. Equal
 * resources get the same rate object, which is looked up once.
 */
export function ratesWith(books: Books, others: Rates): Rates {
  if (books.size === 0) return others;
  const known = new Map<string, Rate>();
  const once = (key: readonly unknown[], make: () => Rate): Rate => {
    const text = JSON.stringify(key);
    const rate = known.get(text) ?? make();
    known.set(text, rate);
    return rate;
  };
  return (resource) => {
    const { kind, provider, region } = resource;
    const prices = isCloud(provider) ? books.get(provider) : undefined;
    if (prices === undefined) return others(resource);
    if (kind === 'registry_repo') return once([provider, region], () => registryRate(region, prices));
    if (kind !== 'instance') return others(resource);
    const machine = rentedMachine(decodeInstance(resource.address, resource.inputs));
    if (machine === null) return UNPRICED;
    return once([provider, machine], () => machineRate(machine, prices));
  };
}

/** Returns the date of the oldest price that rates are made of; null if none has a date. */
export function oldestPrice(rates: Iterable<Pick<Rate, 'parts'>>): string | null {
  let oldest: string | null = null;
  for (const { parts } of rates) {
    for (const { price, asOf } of parts) {
      if (price !== null && asOf !== null && (oldest === null || asOf < oldest)) oldest = asOf;
    }
  }
  return oldest;
}

/** The rate of a repository that is free itself: its storage is charged by use, and so is in no sum. */
function registryRate(region: string | null, prices: ProviderPrices): Rate {
  const { registryStorage: name } = cloudOf(prices.provider).pricing;
  if (name === 'free') return FREE;
  if (name === null || region === null) return UNPRICED;
  const product = prices.productPrice(region, name);
  const storage: CostPart = {
    part: 'storage',
    name: 'registry storage',
    unit: 'GB-months',
    quantity: null,
    price: product?.price ?? null,
    hourly: null,
    monthly: null,
    asOf: product?.asOf ?? null,
  };
  return { pricedAs: null, hourly: '0', monthly: '0', parts: [storage], spotSavingMonthly: null };
}
