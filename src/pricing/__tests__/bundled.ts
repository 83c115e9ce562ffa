import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudName } from '../../clouds';
import { decodeBook } from '../book/decode-book';
import type { ProviderPrices } from '../book/price-book';

/** The directory of the books that are packed with Helix. */
export const BUNDLED = join(__dirname, '..', '..', '..', 'prices');

/** One of the books that are packed with Helix. */
export function bundled(provider: CloudName): ProviderPrices {
  const file = `${provider}.prices`;
  return decodeBook(readFileSync(join(BUNDLED, file), 'utf8'), { provider, origin: 'bundled', file });
}
