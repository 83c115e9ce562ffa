import type { Json } from '../../values/json';
import type { FoundPrices } from '../../pricing/book/refreshed-book';
import type { ProviderPrices } from '../../pricing/book/price-book';
import type { StreamedJson } from './streamed-json';

/** One page of a cloud's prices. */
export interface Page {
  /** What was found, as it is kept in the checkpoint. */
  readonly found: Json;
  /** Where the next page is; null after the last. */
  readonly next: string | null;
  /** For people: `us-east-1: 691 prices`. */
  readonly label: string;
}

/** One cloud's price API: a walk over pages, and what they say together. */
export interface PriceApi {
  /** Where the first page is. */
  readonly start: string;
  /** How many pages there are, where that is known. */
  readonly total: number | null;
  page(cursor: string, http: StreamedJson): Promise<Page>;
  found(pages: readonly Json[], current: ProviderPrices): FoundPrices;
}

/** What an API is made with. */
export interface ApiOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly regions: readonly string[];
  readonly current: ProviderPrices;
  /** An environment variable of the process. */
  readonly variable: (name: string) => string | undefined;
  /** `2026-11-20`, for answers that carry no date. */
  readonly today: string;
}
