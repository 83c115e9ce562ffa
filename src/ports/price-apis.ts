import type { CloudName } from '../clouds';
import type { BookContents, ProviderPrices } from '../pricing/book/price-book';

/** What a refresh is asked for. */
export interface RefreshPrices {
  readonly provider: CloudName;
  /** The project's directory: what was read so far is kept under it, so that a refresh that broke off goes on. */
  readonly root: string;
  /** The book to refresh. */
  readonly current: ProviderPrices;
  /** Its regions that are asked about. */
  readonly regions: readonly string[];
  /** `CLOUD us-east-1: 691 prices (1 of 16)` */
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal;
}

/** The clouds' public price APIs. */
export interface PriceApis {
  /** The clouds that have one. */
  readonly providers: readonly CloudName[];
  /**
   * Asks a cloud for its prices, page by page, none of them ever whole in memory.
   * @throws HelixError `unreachable` when it cannot be reached or answers nonsense, `auth` without a key that it needs,
   * `cancelled` when the signal aborts; what was read until then is kept
   */
  refresh(request: RefreshPrices): Promise<BookContents>;
  /** Forgets what was read: the book is written. */
  done(request: Pick<RefreshPrices, 'provider' | 'root'>): Promise<void>;
}
