import { CLOUD_NAMES } from '../../clouds';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { pricesOfType, typeNames } from '../../pricing/book/type-prices';
import type { TypePrices } from '../../pricing/book/type-prices';
import { didYouMean } from '../../values/did-you-mean';

/**
 * Finds the prices of a machine type in every cloud that has one of that name, by the project's own books where there is
 * a project.
 * @throws HelixError `not-found` for a name that no book knows
 */
export async function findPrices(
  ports: Ports,
  directory: string,
  name: string,
): Promise<readonly TypePrices[]> {
  const root = (await ports.files.find(directory)).root ?? directory;
  const books = await Promise.all(CLOUD_NAMES.map((provider) => ports.prices.load(root, provider)));
  const found = pricesOfType(books, name);
  if (found.length > 0) return found;
  throw new HelixError('not-found', `no price book knows a type ${name}`, {
    hint:
      didYouMean(name, typeNames(books)) ??
      'Write it as its cloud does: m6i.large, e2-standard-2, Standard_D2s_v5.',
  });
}
