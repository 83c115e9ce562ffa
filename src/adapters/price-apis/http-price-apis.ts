import type { VariableName } from '../../values/variables';
import { join } from 'node:path';
import { CLOUD_NAMES, cloudOf } from '../../clouds';
import type { CloudName } from '../../clouds';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { PriceApis, RefreshPrices } from '../../ports/price-apis';
import type { BookContents } from '../../pricing/book/price-book';
import { refreshedBook } from '../../pricing/book/refreshed-book';
import { digestOfText } from '../../values/digest';
import { httpAddress } from '../host/variables';
import type { Fetch } from '../http/node-fetch';
import type { RetryPolicy } from '../http/retry-policy';
import { Checkpoint } from './checkpoint';
import type { ApiOptions, PriceApi } from './price-api';
import { LARGE_ANSWERS, StreamedJson } from './streamed-json';

/** The maximum number of pages: an API with more is looping. */
const MOST_PAGES = 2000;

export interface PriceApiDeps {
  readonly clock: Clock;
  readonly variable: (name: VariableName) => string | undefined;
  readonly fetch: Fetch;
  readonly fraction: () => number;
  readonly policy?: RetryPolicy;
}

/**
 * The clouds' price APIs over HTTP. `HELIX_PRICES_URL_<PROVIDER>` in the environment replaces the address of a cloud, for
 * mirrors and tests.
 */
export class HttpPriceApis implements PriceApis {
  readonly #world: PriceApiDeps;

  readonly providers = CLOUD_NAMES.filter((name) => cloudOf(name).pricing.api !== null);

  constructor(world: PriceApiDeps) {
    this.#world = world;
  }

  async refresh(request: RefreshPrices): Promise<BookContents> {
    const { provider, regions, current, signal, onProgress } = request;
    const { clock, variable, fetch, fraction, policy = LARGE_ANSWERS } = this.#world;
    const { api: facts } = cloudOf(provider).pricing;
    if (facts === null) {
      throw new HelixError('config', `${provider} has no price API`, {
        hint: `${this.providers.join(', ')} have one.`,
      });
    }
    const ownUrl = `HELIX_PRICES_URL_${provider.toUpperCase()}` as const;
    const baseUrl = httpAddress(ownUrl, variable(ownUrl)) ?? facts.url;
    const { priceApi } = await loadPriceApi(provider);
    const api = priceApi({
      baseUrl,
      regions,
      current,
      variable,
      today: clock.now().toISOString().slice(0, 10),
    });
    const http = new StreamedJson({ clock, fetch, policy, signal, fraction });
    const checkpoint = this.#checkpoint(
      request,
      digestOfText(JSON.stringify([baseUrl, regions, current.digest])),
    );
    const pages = await checkpoint.readPages();
    if (pages.length > 0)
      onProgress(`${provider}: continuing after ${pages.length} pages that were read before`);
    let cursor = pages.length === 0 ? api.start : (pages.at(-1)?.next ?? null);
    while (cursor !== null) {
      if (pages.length >= MOST_PAGES) {
        throw new HelixError('unreachable', `${provider} answers one page after the other without an end`);
      }
      const { found, next, label } = await api.readPage(cursor, http);
      pages.push({ found, next });
      await checkpoint.add({ found, next });
      onProgress(`${provider} ${label} (${pages.length}${api.total === null ? '' : ` of ${api.total}`})`);
      cursor = next;
    }
    const found = pages.map((page) => page.found);
    try {
      return refreshedBook(current, api.found(found, current));
    } catch (error) {
      // Discard the checkpoint: its pages are inconsistent.
      await checkpoint.remove();
      throw error;
    }
  }

  async finish(request: Pick<RefreshPrices, 'provider' | 'root'>): Promise<void> {
    await this.#checkpoint(request, '').remove();
  }

  #checkpoint({ root, provider }: Pick<RefreshPrices, 'provider' | 'root'>, key: string): Checkpoint {
    return new Checkpoint(join(root, '.helix', 'prices', `${provider}.jsonl`), key, this.#world.clock.now());
  }
}

/** Loads `NAME-prices.ts` beside this file, for a cloud whose facts name a price API. */
function loadPriceApi(
  provider: CloudName,
): Promise<{ readonly priceApi: (options: ApiOptions) => PriceApi }> {
  return import(`./${provider}-prices.ts`) as ReturnType<typeof loadPriceApi>;
}
