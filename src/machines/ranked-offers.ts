import { nanos } from '../pricing/nanos';
import type { Offer, ProviderPrices } from '../pricing/book/price-book';
import { naturalOrder } from './natural-order';

/** An offer, and its price: billionths of a dollar for a full month of compute. */
export interface RankedOffer {
  readonly offer: Offer;
  readonly monthNanos: number;
}

const RANKED = new WeakMap<ProviderPrices, Map<string, readonly RankedOffer[] | null>>();

/**
 * Returns the offers of a region for an architecture, cheapest first, or for `spot` those with a spot price; null for a
 * region that the book does not know. Offers are ranked once for each book.
 *
 * Equal prices are ordered by more memory, then by more vCPUs, then with a dedicated CPU before a burstable one, then by
 * the later name in natural order, which is the newer generation in the clouds' naming.
 */
export function rankedOffers(
  prices: ProviderPrices,
  region: string,
  arch: 'amd64' | 'arm64',
  spot: boolean,
): readonly RankedOffer[] | null {
  const ranked = RANKED.get(prices) ?? new Map<string, readonly RankedOffer[] | null>();
  RANKED.set(prices, ranked);
  const key = `${region} ${arch} ${String(spot)}`;
  const known = ranked.get(key);
  if (known !== undefined) return known;
  const list = rank(prices, region, arch, spot);
  ranked.set(key, list);
  return list;
}

function rank(prices: ProviderPrices, region: string, arch: string, spot: boolean): RankedOffer[] | null {
  const offers = prices.offers(region);
  if (offers === undefined) return null;
  return offers
    .flatMap((offer) => {
      const price = spot ? offer.spot : offer.onDemand;
      if (price === null || offer.type.arch !== arch) return [];
      return [{ offer, monthNanos: nanos(price) * prices.monthHours }];
    })
    .sort(
      (a, b) =>
        a.monthNanos - b.monthNanos ||
        b.offer.type.memoryGib - a.offer.type.memoryGib ||
        b.offer.type.vcpu - a.offer.type.vcpu ||
        Number(a.offer.type.burstable) - Number(b.offer.type.burstable) ||
        naturalOrder(b.offer.type.name, a.offer.type.name),
    );
}
