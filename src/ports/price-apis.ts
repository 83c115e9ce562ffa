import type { CloudName } from '../clouds';
import type { BookContents, ProviderPrices } from '../pricing/book/price-book';

/** A request to refresh the price book of one cloud. */
export interface RefreshPrices {
  readonly provider: CloudName;
  /** The project's directory, which keeps the pages read so far: an interrupted refresh continues from them. */
  readonly root: string;
  /** The book to refresh. */
  readonly current: ProviderPrices;
  /** The regions to ask about. */
  readonly regions: readonly string[];
  /** `CLOUD us-east-1: 691 prices (1 of 16)` */
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal;
}

/** The clouds' public price APIs. */
export interface PriceApis {
  /** The clouds that have a price API. */
  readonly providers: readonly CloudName[];
  /**
   * Asks a cloud for its prices, page by page: they are never in memory all at once.
   * @throws HelixError `unreachable` for no answer or an invalid one, `auth` when a key is missing, `cancelled` when the
   * signal aborts; the pages read until then are kept
   */
  refresh(request: RefreshPrices): Promise<BookContents>;
  /** Deletes the pages read so far, once the book is written. */
  finish(request: Pick<RefreshPrices, 'provider' | 'root'>): Promise<void>;
}
