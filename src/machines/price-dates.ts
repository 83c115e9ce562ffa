import { oldestPrice } from '../pricing/instance-rates';
import type { EstimateLine, PriceDate } from './estimate';

/** Returns the age of the prices that lines show: by cloud, and `regionsAt` for clusters, which helix.lock.json prices. */
export function priceDates(lines: readonly EstimateLine[], regionsAt: string | null): readonly PriceDate[] {
  const clouds = [...new Set(lines.map(({ provider }) => provider))];
  const books = clouds.flatMap((cloud): PriceDate[] => {
    const asOf = oldestPrice(lines.flatMap(({ provider, rate }) => (provider === cloud ? [rate] : [])));
    return asOf === null ? [] : [{ source: cloud, asOf }];
  });
  const hasClusters = lines.some(({ machine, size }) => machine === null && size !== null);
  return hasClusters && regionsAt !== null
    ? [{ source: 'Helix Cloud', asOf: regionsAt.slice(0, 10) }, ...books]
    : books;
}
