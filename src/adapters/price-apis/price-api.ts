import type { VariableName } from '../../values/variables';
import type { Json } from '../../values/json';
import type { FoundPrices } from '../../pricing/book/refreshed-book';
import type { ProviderPrices } from '../../pricing/book/price-book';
import type { StreamedJson } from './streamed-json';

/** One page of a cloud's prices. */
export interface Page {
  /** The result, as the checkpoint stores it. */
  readonly found: Json;
  /** The address of the next page; null after the last. */
  readonly next: string | null;
  /** For people: `us-east-1: 691 prices`. */
  readonly label: string;
}

/** The price API of one cloud: a walk over pages, and their combined result. */
export interface PriceApi {
  /** The address of the first page. */
  readonly start: string;
  /** The number of pages, where it is known. */
  readonly total: number | null;
  readPage(cursor: string, http: StreamedJson): Promise<Page>;
  found(pages: readonly Json[], current: ProviderPrices): FoundPrices;
}

/** The settings of an API. */
export interface ApiOptions {
  /** The URL, without a trailing slash. */
  readonly baseUrl: string;
  readonly regions: readonly string[];
  readonly current: ProviderPrices;
  /** An environment variable of the process. */
  readonly variable: (name: VariableName) => string | undefined;
  /** `2026-11-20`, for answers that carry no date. */
  readonly today: string;
}
