import type { CloudName } from '../clouds';
import type { ProviderPrices } from '../pricing/book/price-book';

/** The prices of clouds, read from files, never over a network. */
export interface PriceBookSource {
  /**
   * The book of one cloud: the project's own (`helix.prices/PROVIDER.prices`, committed beside helix.toml), else the one
   * that came with this Helix. Each is read once.
   * @throws HelixError `config` for an invalid book
   */
  load(root: string, provider: CloudName): Promise<ProviderPrices>;
}
