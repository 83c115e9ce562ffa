import { aws } from '../../clouds/aws';
import type { ProductPrice, MachineType, Offer, ProviderPrices } from '../../pricing/book/price-book';
import { nanos } from '../../pricing/nanos';
import { HelixError } from '../../errors';
import type { Json } from '../../values/json';
import { decimalText } from './decimal-text';
import type { ApiOptions, PriceApi } from './price-api';
import type { Collector, StreamedJson } from './streamed-json';

const OFFERS = '/offers/v1.0/aws/AmazonEC2/current/region_index.json';

/** The stored part of a region's price list. */
interface AwsRegion {
  readonly region: string;
  /** `2026-07-20` */
  readonly published: string;
  /** Type, vCPU, memory, architecture, GPUs, price an hour. */
  readonly types: readonly (readonly [string, number, number, 'amd64' | 'arm64', number, string])[];
  readonly gp3: string | null;
}

/**
 * The AWS price list: one file per region, of hundreds of megabytes, products first and then their terms. It has no spot
 * prices: known ones stay where they are still lower.
 */
export function priceApi({ baseUrl, regions, today }: ApiOptions): PriceApi {
  let index: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    start: regions[0] ?? '',
    total: regions.length,
    async readPage(region, http) {
      index ??= readRegionIndex(baseUrl, http);
      const path = (await index).get(region);
      if (path === undefined) {
        throw new HelixError('not-found', `AWS has no price list for the region ${region}`);
      }
      const found = await http.read(
        {
          url: new URL(path, `${baseUrl}/`).href,
          paths: ['$.publicationDate', '$.products.*', '$.terms.OnDemand.*'],
        },
        () => new RegionCollector(region, today),
      );
      const next = regions[regions.indexOf(region) + 1] ?? null;
      return {
        found: found as unknown as Json,
        next,
        label: `${region}: ${found.types.length} prices`,
      };
    },
    found(pages, current) {
      const found = pages as unknown as readonly AwsRegion[];
      const productPrices: ProductPrice[] = found.flatMap(({ region, published, gp3 }) =>
        gp3 === null
          ? []
          : [{ region, product: 'ebs-gp3', unit: 'GB-month', price: gp3, asOf: published } as const],
      );
      return {
        offers: new Map(found.map((page) => [page.region, offersOf(page, current)])),
        productPrices,
        source: `AWS price list, ${found.map(({ region }) => region).join(' ')}; spot prices as they were`,
        asOf: found.reduce((newest, { published }) => (published > newest ? published : newest), ''),
        keepMissing: false,
      };
    },
  };
}

async function readRegionIndex(baseUrl: string, http: StreamedJson): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>();
  return http.read({ url: `${baseUrl}${OFFERS}`, paths: ['$.regions.*'] }, () => ({
    take(value) {
      const { regionCode, currentVersionUrl } = value as Record<string, unknown>;
      // A path below the same host, whatever the answer says.
      if (typeof regionCode === 'string' && typeof currentVersionUrl === 'string') {
        urls.set(regionCode, new URL(currentVersionUrl, 'http://path').pathname);
      }
    },
    result: () => urls,
  }));
}

/** Keeps the few relevant products of many thousands, and finds their prices when the terms come. */
class RegionCollector implements Collector<AwsRegion> {
  readonly #region: string;

  readonly #machines = new Map<string, readonly [string, number, number, 'amd64' | 'arm64', number]>();
  readonly #types = new Map<string, AwsRegion['types'][number]>();
  #gp3Sku: string | null = null;
  #gp3: string | null = null;
  #published: string;

  constructor(region: string, today: string) {
    this.#region = region;

    this.#published = today;
  }

  take(value: unknown, keys: readonly (string | number)[]): void {
    const [first] = keys;
    if (first === 'publicationDate') this.#published = String(value).slice(0, 10);
    else if (first === 'products') this.#product(value as AwsProduct);
    else this.#term(String(keys.at(-1)), value);
  }

  result(): AwsRegion {
    return {
      region: this.#region,
      published: this.#published,
      types: [...this.#types.values()],
      gp3: this.#gp3,
    };
  }

  #product({ sku, productFamily, attributes = {} }: AwsProduct): void {
    if (sku === undefined) return;
    if (productFamily === 'Storage' && attributes['volumeApiName'] === 'gp3') this.#gp3Sku = sku;
    if (!isLinuxMachine(productFamily, attributes)) return;
    const { instanceType = '', vcpu, memory, physicalProcessor = '', gpu = '0' } = attributes;
    const memoryGib = Number(/^([\d.,]+) GiB$/.exec(memory ?? '')?.[1]?.replaceAll(',', ''));
    if (!(Number(vcpu) > 0) || !(memoryGib > 0) || LEFT_OUT.test(instanceType)) return;
    const arch = physicalProcessor.includes('Graviton') ? 'arm64' : 'amd64';
    this.#machines.set(sku, [instanceType, Number(vcpu), memoryGib, arch, Number(gpu)]);
  }

  #term(sku: string, offers: unknown): void {
    const machine = this.#machines.get(sku);
    if (machine === undefined && sku !== this.#gp3Sku) return;
    const price = priceIn(offers);
    if (price === null) return;
    if (machine === undefined) this.#gp3 = price;
    else this.#types.set(machine[0], [...machine, price]);
  }
}

interface AwsProduct {
  readonly sku?: string;
  readonly productFamily?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Bare metal, and accelerators other than GPUs. */
const LEFT_OUT = /\.metal|^(inf|trn|dl|vt|f|mac|hpc|u-|u7)\d/;

function isLinuxMachine(family: string | undefined, attributes: Readonly<Record<string, string>>): boolean {
  return (
    family === 'Compute Instance' &&
    attributes['operatingSystem'] === 'Linux' &&
    attributes['tenancy'] === 'Shared' &&
    attributes['preInstalledSw'] === 'NA' &&
    attributes['capacitystatus'] === 'Used'
  );
}

/** Returns the one price above 0 of `{ OFFER: { priceDimensions: { RATE: { pricePerUnit: { USD } } } } }`. */
function priceIn(offers: unknown): string | null {
  for (const offer of Object.values((offers ?? {}) as Record<string, AwsTerm>)) {
    for (const { pricePerUnit } of Object.values(offer.priceDimensions ?? {})) {
      const price = decimalText(pricePerUnit?.USD);
      if (price !== undefined && nanos(price) > 0) return price;
    }
  }
  return null;
}

interface AwsTerm {
  readonly priceDimensions?: Readonly<Record<string, { readonly pricePerUnit?: { readonly USD?: string } }>>;
}

/** A type with an unknown GPU is left out: the price list does not name the GPU. */
function offersOf({ region, published, types }: AwsRegion, current: ProviderPrices): Offer[] {
  return types.flatMap(([name, vcpu, memoryGib, arch, gpus, onDemand]) => {
    const known = current.typeNamed(name);
    if (known === undefined && gpus > 0) return [];
    const type: MachineType = known ?? {
      name,
      vcpu,
      memoryGib,
      arch,
      gpu: null,
      diskGb: null,
      burstable: aws.pricing.burstable.test(name),
    };
    const spot = current.offer(region, name)?.spot ?? null;
    const isBelow = spot !== null && nanos(spot) < nanos(onDemand);
    return [{ type, onDemand, spot: isBelow ? spot : null, asOf: published }];
  });
}
