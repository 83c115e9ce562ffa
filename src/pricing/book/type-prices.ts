import type { BookContents, MachineType, Offer, ProviderPrices } from './price-book';

/** A machine type, and the prices of one cloud for it. */
export interface TypePrices {
  readonly type: MachineType;
  readonly prices: ProviderPrices;
  readonly offers: readonly (Offer & { readonly region: string })[];
}

/** Returns the prices of a machine type in each cloud that has one of that name. */
export function pricesOfType(books: readonly ProviderPrices[], name: string): TypePrices[] {
  return books.flatMap((prices): TypePrices[] => {
    const type = prices.typeNamed(name);
    if (type === undefined) return [];
    const offers = prices.regions.flatMap((region) => {
      const offer = prices.offer(region, name);
      return offer === undefined ? [] : [{ ...offer, region }];
    });
    return [{ type, prices, offers }];
  });
}

/** Returns the names of all machine types. */
export function typeNames(books: readonly ProviderPrices[]): ReadonlySet<string> {
  return new Set(
    books.flatMap((prices) =>
      prices.regions.flatMap((region) => (prices.offers(region) ?? []).map(({ type }) => type.name)),
    ),
  );
}

/** Counts the offers of a new book, and those whose price differs from the book before. */
export function countChanges(
  contents: Pick<BookContents, 'offers'>,
  before: Pick<ProviderPrices, 'offer'>,
): { readonly offers: number; readonly changed: number } {
  const offers = [...contents.offers].flatMap(([region, list]) => list.map((offer) => ({ region, offer })));
  const changed = offers.filter(({ region, offer }) => {
    const old = before.offer(region, offer.type.name);
    return old?.onDemand !== offer.onDemand || old.spot !== offer.spot;
  });
  return { offers: offers.length, changed: changed.length };
}
