import type { CloudName } from '../clouds';
import type { ProviderPrices } from '../pricing/book/price-book';

/** Where the prices of clouds are read from: files, never a network. */
export interface PriceBookSource {
  /**
   * The book of one cloud: the project's own (`helix.prices/PROVIDER.prices`, committed beside helix.toml), else the one
   * that came with this Helix. Read once, however often it is asked for.
   * @throws HelixError `config` for a book that is broken
   */
  load(root: string, provider: CloudName): Promise<ProviderPrices>;
}
