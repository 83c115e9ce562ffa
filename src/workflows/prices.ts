import { CLOUD_NAMES, cloudMeant } from '../clouds';
import type { CloudName } from '../clouds';
import { didYouMean } from '../values/did-you-mean';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { encodeBook } from '../pricing/book/encode-book';
import { bookFile, PROJECT_BOOKS } from '../pricing/book/book-text';
import type { MachineType, Offer, ProviderPrices } from '../pricing/book/price-book';
import { booksNeeded } from '../pricing/books-needed';
import { checkConfig } from './project/check-config';

/** What the price books know of a type: everywhere that it is offered. */
export interface TypePrices {
  readonly type: MachineType;
  readonly prices: ProviderPrices;
  readonly offers: readonly (Offer & { readonly region: string })[];
}

/**
 * What a type costs, in every cloud that has one of that name; in the project's books where there is a project.
 * @throws HelixError `not-found` for a name that no book knows
 */
export async function pricesOf(
  ports: Ports,
  directory: string,
  name: string,
): Promise<readonly TypePrices[]> {
  const root = await rootOf(ports, directory);
  const books = await Promise.all(CLOUD_NAMES.map((provider) => ports.prices.load(root, provider)));
  const found = books.flatMap((prices): TypePrices[] => {
    const type = prices.typeNamed(name);
    if (type === undefined) return [];
    const offers = prices.regions.flatMap((region) => {
      const offer = prices.offer(region, name);
      return offer === undefined ? [] : [{ ...offer, region }];
    });
    return [{ type, prices, offers }];
  });
  if (found.length > 0) return found;
  const names = books.flatMap((prices) =>
    prices.regions.flatMap((region) => (prices.offers(region) ?? []).map(({ type }) => type.name)),
  );
  throw new HelixError('not-found', `no price book knows a type ${name}`, {
    hint:
      didYouMean(name, new Set(names)) ??
      'Write it as its cloud does: m6i.large, e2-standard-2, Standard_D2s_v5.',
  });
}

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
  /** From the project's directory. */
  readonly file: string;
  readonly asOf: string;
  readonly offers: number;
  /** Figures that differ from the book before. */
  readonly changed: number;
}

/**
 * Asks the clouds' price APIs and writes the project's own books, to be committed: from then on they are what every
 * machine plans with. Each book is written whole or not at all, one cloud after the other.
 */
export async function updatePrices(ports: Ports, request: UpdatePrices): Promise<readonly UpdatedBook[]> {
  const { onProgress, signal } = request;
  const apis = await ports.priceApis();
  const root = await rootOf(ports, request.directory);
  const providers = await providersFor(ports, request, apis.providers);
  const updated: UpdatedBook[] = [];
  for (const provider of providers) {
    const current = await ports.prices.load(root, provider);
    const regions = regionsFor(current, request.regions);
    if (regions.length === 0) continue;
    const contents = await apis.refresh({ provider, root, current, regions, onProgress, signal });
    const file = `${PROJECT_BOOKS}/${bookFile(provider)}`;
    await ports.files.writeText(root, file, encodeBook(contents));
    await apis.finish({ provider, root });
    const offers = [...contents.offers].flatMap(([region, list]) => list.map((offer) => ({ region, offer })));
    const isChanged = ({ region, offer }: (typeof offers)[number]): boolean => {
      const before = current.offer(region, offer.type.name);
      return before?.onDemand !== offer.onDemand || before.spot !== offer.spot;
    };
    const changed = offers.filter(isChanged).length;
    updated.push({ provider, file, asOf: contents.asOf, offers: offers.length, changed });
  }
  if (updated.length === 0) {
    throw new HelixError(
      'not-found',
      `no book of ${providers.join(', ')} knows ${request.regions.join(', ')}`,
    );
  }
  return updated;
}

async function rootOf(ports: Ports, directory: string): Promise<string> {
  return (await ports.files.find(directory)).root ?? directory;
}

async function providersFor(
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
