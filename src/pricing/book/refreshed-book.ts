import { HelixError } from '../../errors';
import type { BookContents, Figure, MachineType, Offer, ProviderPrices } from './price-book';

/** What a cloud's price API answered. */
export interface FoundPrices {
  /** By region: all that was offered there. */
  readonly offers: ReadonlyMap<string, readonly Offer[]>;
  readonly figures: readonly Figure[];
  /** Where it comes from, in a line. */
  readonly source: string;
  /** The newest date among what was found. */
  readonly asOf: string;
  /** Whether types that the API cannot tell of stay as they were, with their dates; else what is not offered is dropped. */
  readonly keepMissing: boolean;
}

/** A cloud that suddenly offers less than this part of its types is a broken answer, not a market. */
const LEAST_PART = 0.5;

/**
 * The book with what was found in place of what was known. Regions and figures that were not asked for stay, with their
 * own dates.
 * @throws HelixError `unreachable` when the answer lacks so much that it must be broken
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
  const figures = new Map<string, Figure>();
  for (const figure of [...current.figures, ...found.figures]) {
    figures.set(`${figure.region} ${figure.product}`, figure);
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
    figures: [...figures.values()],
  };
}

const REFRESHED = 'refreshed: ';

function typesOf({ offers }: FoundPrices): ReadonlyMap<string, MachineType> {
  const types = new Map<string, MachineType>();
  for (const list of offers.values()) for (const { type } of list) types.set(type.name, type);
  return types;
}

/** One type has one size, in every region. */
function withTypes(offers: readonly Offer[], types: ReadonlyMap<string, MachineType>): readonly Offer[] {
  return offers.map((offer) => ({ ...offer, type: types.get(offer.type.name) ?? offer.type }));
}

function union(known: readonly Offer[], fresh: readonly Offer[]): readonly Offer[] {
  const all = new Map([...known, ...fresh].map((offer) => [offer.type.name, offer]));
  return [...all.values()];
}

/** Types may come and go in a region; over all that were asked for, most are still there. */
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
  // What is kept where it is missing cannot be lost; but no answer at all is none.
  if (types.size > 0 && still >= (keepMissing ? 1 : known.size * LEAST_PART)) return;
  throw new HelixError(
    'unreachable',
    `${current.provider} answered prices of ${still} of ${known.size} known types: too few to be true`,
    { hint: 'Nothing was changed. Try again later.' },
  );
}
