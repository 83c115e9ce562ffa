import { HelixError } from '../../errors';
import type { BookContents, ProductPrice, MachineType, Offer, ProviderPrices } from './price-book';

/** The prices that a cloud's price API answered. */
export interface FoundPrices {
  /** All that each region offers. */
  readonly offers: ReadonlyMap<string, readonly Offer[]>;
  readonly productPrices: readonly ProductPrice[];
  /** Their origin, in one line. */
  readonly source: string;
  /** The newest date among them. */
  readonly asOf: string;
  /** Whether the types that are missing stay, with their dates, since the API does not list all; otherwise they are dropped. */
  readonly keepMissing: boolean;
}

/** An answer with less than this part of the known types is broken: no cloud drops half of its types at once. */
const MIN_PART = 0.5;

/**
 * Returns the book with the prices found in place of those known. Regions and products that were not asked for stay, with
 * their own dates.
 * @throws HelixError `unreachable` when the answer lacks too much to be plausible
 */
export function refreshedBook(current: ProviderPrices, found: FoundPrices): BookContents {
  const types = typesOf(found);
  assertPlausible(current, found, types);
  const offers = new Map<string, readonly Offer[]>();
  for (const region of new Set([...current.regions, ...found.offers.keys()])) {
    const known = current.offers(region) ?? [];
    const fresh = found.offers.get(region);
    if (fresh === undefined) offers.set(region, withTypes(known, types));
    else offers.set(region, withTypes(found.keepMissing ? union(known, fresh) : fresh, types));
  }
  const productPrices = new Map<string, ProductPrice>();
  for (const price of [...current.productPrices, ...found.productPrices]) {
    productPrices.set(`${price.region} ${price.product}`, price);
  }
  return {
    provider: current.provider,
    asOf: found.asOf > current.asOf ? found.asOf : current.asOf,
    monthHours: current.monthHours,
    sources: [
      ...current.sources.filter((line) => !line.startsWith(REFRESHED)),
      `${REFRESHED}${found.source}`,
    ],
    offers,
    productPrices: [...productPrices.values()],
  };
}

const REFRESHED = 'refreshed: ';

function typesOf({ offers }: FoundPrices): ReadonlyMap<string, MachineType> {
  const types = new Map<string, MachineType>();
  for (const list of offers.values()) for (const { type } of list) types.set(type.name, type);
  return types;
}

/** The offers with the types as found, since a type has one size in every region. */
function withTypes(offers: readonly Offer[], types: ReadonlyMap<string, MachineType>): readonly Offer[] {
  return offers.map((offer) => ({ ...offer, type: types.get(offer.type.name) ?? offer.type }));
}

function union(known: readonly Offer[], fresh: readonly Offer[]): readonly Offer[] {
  const all = new Map([...known, ...fresh].map((offer) => [offer.type.name, offer]));
  return [...all.values()];
}

/** Types come and go in a region, but most of those in the requested regions must still be there. */
function assertPlausible(
  current: ProviderPrices,
  { offers, keepMissing }: FoundPrices,
  types: ReadonlyMap<string, MachineType>,
): void {
  const known = new Set<string>();
  for (const region of offers.keys()) {
    for (const { type } of current.offers(region) ?? []) known.add(type.name);
  }
  const still = [...known].filter((name) => types.has(name)).length;
  // No type is lost where missing ones are kept, but an answer without any known type is still broken.
  if (types.size > 0 && still >= (keepMissing ? 1 : known.size * MIN_PART)) return;
  throw new HelixError(
    'unreachable',
    `${current.provider} answered prices of ${still} of ${known.size} known types: too few to be plausible`,
    { hint: 'Nothing was changed. Try again later.' },
  );
}
