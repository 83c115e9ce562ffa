import type { Books } from '../pricing/instance-rates';
import { nanos } from '../pricing/nanos';
import type { Choice } from './choice';

/** Returns the percentage by which the spot price of a chosen machine is below its usual price; null where it is not. */
export function spotSaving({ provider, region, type }: Choice, books: Books): number | null {
  const offer = books.get(provider)?.offer(region, type);
  if (offer?.spot == null) return null;
  const saved = Math.floor(100 * (1 - nanos(offer.spot) / nanos(offer.onDemand)));
  return saved > 0 ? saved : null;
}
