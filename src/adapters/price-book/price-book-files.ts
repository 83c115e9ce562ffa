import type { CloudName } from '../../clouds';
import { join } from 'node:path';
import type { PriceBookSource } from '../../ports/price-book';
import { decodeBook } from '../../pricing/book/decode-book';
import { bookFile, PROJECT_BOOKS } from '../../pricing/book/book-text';
import type { BookOrigin, ProviderPrices } from '../../pricing/book/price-book';
import { readOrNull, withReadErrors } from '../host/read-errors';
import { LARGEST } from '../../values/sizes';
import { readTextAtMost } from '../host/read-at-most';

/**
 * Price books in files. A project's own book always takes precedence, even over a newer one packed with Helix: it is
 * committed, so every host makes the same plan with any version of Helix.
 */
export class PriceBookFiles implements PriceBookSource {
  readonly #bundledDirectory: string;

  readonly #loaded = new Map<string, Promise<ProviderPrices>>();

  constructor(bundledDirectory: string) {
    this.#bundledDirectory = bundledDirectory;
  }

  load(root: string, provider: CloudName): Promise<ProviderPrices> {
    const key = `${provider} ${root}`;
    const known = this.#loaded.get(key);
    if (known !== undefined) return known;
    const loading = this.#load(root, provider);
    this.#loaded.set(key, loading);
    return loading;
  }

  async #load(root: string, provider: CloudName): Promise<ProviderPrices> {
    const name = bookFile(provider);
    const own = join(root, PROJECT_BOOKS, name);
    const text = await withReadErrors(own, readOrNull(readTextAtMost(own, LARGEST.text)));
    if (text !== null) return this.#decode(text, provider, 'project', join(PROJECT_BOOKS, name));
    const bundled = join(this.#bundledDirectory, name);
    return this.#decode(
      await withReadErrors(bundled, readTextAtMost(bundled, LARGEST.text)),
      provider,
      'bundled',
      bundled,
    );
  }

  #decode(text: string, provider: CloudName, origin: BookOrigin, file: string): ProviderPrices {
    return decodeBook(text, { provider, origin, file });
  }
}
