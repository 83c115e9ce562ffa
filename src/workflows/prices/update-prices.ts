import { cloudMeant } from '../../clouds';
import type { CloudName } from '../../clouds';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import { bookFile, PROJECT_BOOKS } from '../../pricing/book/book-text';
import { encodeBook } from '../../pricing/book/encode-book';
import type { ProviderPrices } from '../../pricing/book/price-book';
import { countChanges } from '../../pricing/book/type-prices';
import { booksNeeded } from '../../pricing/books-needed';
import { didYouMean } from '../../values/did-you-mean';
import { checkConfig } from '../project/check-config';

export interface UpdatePrices {
  readonly directory: string;
  /** Empty: the clouds that the project uses, or all without one. */
  readonly providers: readonly string[];
  /** Empty: every region that the book knows. */
  readonly regions: readonly string[];
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal;
}

/** A book that was written. */
export interface UpdatedBook {
  readonly provider: CloudName;
  /** Relative to the project's directory. */
  readonly file: string;
  readonly asOf: string;
  readonly offers: number;
  /** The number of offers whose price differs from the book before. */
  readonly changed: number;
}

/**
 * Fetches prices from the clouds' price APIs and writes the project's own books, to be committed: every host plans with
 * them from then on. Each book is written whole or not at all, one cloud after the other.
 */
export async function updatePrices(ports: Ports, request: UpdatePrices): Promise<readonly UpdatedBook[]> {
  const { onProgress, signal } = request;
  const apis = await ports.loadPriceApis();
  const root = (await ports.files.find(request.directory)).root ?? request.directory;
  const providers = await chooseProviders(ports, request, apis.providers);
  const updated: UpdatedBook[] = [];
  for (const provider of providers) {
    const current = await ports.prices.load(root, provider);
    const regions = regionsFor(current, request.regions);
    if (regions.length === 0) continue;
    const contents = await apis.refresh({ provider, root, current, regions, onProgress, signal });
    const file = `${PROJECT_BOOKS}/${bookFile(provider)}`;
    await ports.files.writeText(root, file, encodeBook(contents));
    await apis.finish({ provider, root });
    updated.push({ provider, file, asOf: contents.asOf, ...countChanges(contents, current) });
  }
  if (updated.length === 0) {
    throw new HelixError(
      'not-found',
      `no book of ${providers.join(', ')} knows ${request.regions.join(', ')}`,
    );
  }
  return updated;
}

async function chooseProviders(
  ports: Ports,
  { directory, providers }: UpdatePrices,
  having: readonly CloudName[],
): Promise<readonly CloudName[]> {
  const asked = providers.map((name) => {
    const cloud = cloudMeant(name);
    if (cloud !== undefined && having.includes(cloud)) return cloud;
    throw new HelixError('usage', `${name} has no price API that Helix knows`, {
      hint: didYouMean(name, having) ?? `These have one: ${having.join(', ')}.`,
    });
  });
  if (asked.length > 0) return asked;
  const { root } = await ports.files.find(directory);
  if (root === null) return having;
  const { config } = await checkConfig(ports, { directory, environment: null });
  const used = config === null ? new Set<CloudName>() : booksNeeded(config.instances, []);
  const both = having.filter((provider) => used.has(provider));
  return both.length > 0 ? both : having;
}

function regionsFor(current: ProviderPrices, asked: readonly string[]): readonly string[] {
  return asked.length === 0 ? current.regions : current.regions.filter((region) => asked.includes(region));
}
