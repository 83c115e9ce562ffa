import type { CloudName } from '../../clouds';
import { join } from 'node:path';
import type { PriceBookSource } from '../../ports/price-book';
import { decodeBook } from '../../pricing/book/decode-book';
import { bookFile, PROJECT_BOOKS } from '../../pricing/book/book-text';
import type { BookOrigin, ProviderPrices } from '../../pricing/book/price-book';
import { absentAsNull, readable } from '../host/read-errors';
import { LARGEST } from '../../values/sizes';
import { readTextAtMost } from '../host/read-at-most';

/**
 * Price books in files. A project's own book always wins, also over a newer one that came with Helix: it is committed,
 * so a plan is the same on every machine, whatever version of Helix runs there.
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
    const text = await readable(own, absentAsNull(readTextAtMost(own, LARGEST.text)));
    if (text !== null) return this.#decode(text, provider, 'project', join(PROJECT_BOOKS, name));
    const bundled = join(this.#bundledDirectory, name);
    return this.#decode(
      await readable(bundled, readTextAtMost(bundled, LARGEST.text)),
      provider,
      'bundled',
      bundled,
    );
  }

  #decode(text: string, provider: CloudName, origin: BookOrigin, file: string): ProviderPrices {
    return decodeBook(text, { provider, origin, file });
  }
}
