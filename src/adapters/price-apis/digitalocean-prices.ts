import { HelixError } from '../../errors';
import { digitalocean } from '../../clouds/digitalocean';
import type { Gpu, MachineType, Offer, ProviderPrices } from '../../pricing/book/price-book';
import { sendableKey } from '../host/variables';
import { nanos } from '../../pricing/nanos';
import type { Json } from '../../values/json';
import { decimalText } from './decimal-text';
import type { ApiOptions, PriceApi } from './price-api';

/** The stored part of a size: name, vCPU, memory in MB, disk in GB, hourly price, regions, GPU. */
type Kept = readonly [string, number, number, number, string, readonly string[], Gpu | null];

/** DigitalOcean's sizes: with the disk of each, and the regions that really have it. It needs a token, in a header. */
export function priceApi({ baseUrl, regions, variable, today }: ApiOptions): PriceApi {
  return {
    start: '1',
    total: null,
    async readPage(cursor, http) {
      const [token = ''] = (['DIGITALOCEAN_TOKEN', 'DIGITALOCEAN_ACCESS_TOKEN'] as const).flatMap(
        (name) => sendableKey(`The variable ${name}`, variable(name)) ?? [],
      );
      if (token === '') {
        throw new HelixError('auth', 'the DigitalOcean API asks for a token', {
          hint: 'Set DIGITALOCEAN_TOKEN; one that may only read is enough.',
        });
      }
      const { sizes, more } = await http.read(
        {
          url: `${baseUrl}/v2/sizes?per_page=200&page=${cursor}`,
          headers: { authorization: `Bearer ${token}` },
          paths: ['$.sizes.*', '$.links.pages.next'],
        },
        () => {
          const sizes: Kept[] = [];
          let more = false;
          return {
            take(value: unknown, keys: readonly (string | number)[]) {
              if (keys[0] === 'links') more = typeof value === 'string' && value !== '';
              else sizes.push(...keptOf(value as DropletSize));
            },
            result: () => ({ sizes, more }),
          };
        },
      );
      return {
        found: sizes as unknown as Json,
        next: more ? String(Number(cursor) + 1) : null,
        label: `${sizes.length} sizes`,
      };
    },
    found(pages, current) {
      const kept = (pages as unknown as readonly (readonly Kept[])[]).flat();
      const offers = new Map<string, Offer[]>(regions.map((region) => [region, []]));
      for (const size of kept) {
        const type = typeOf(size, current);
        for (const region of size[5]) {
          offers.get(region)?.push({ type, onDemand: size[4], spot: null, asOf: today });
        }
      }
      return {
        // An empty region must not look like a region that was not requested.
        offers: new Map([...offers].filter(([, list]) => list.length > 0)),
        productPrices: [],
        source: 'DigitalOcean API, /v2/sizes',
        asOf: today,
        keepMissing: false,
      };
    },
  };
}

interface DropletSize {
  readonly slug?: string;
  readonly vcpus?: number;
  readonly memory?: number;
  readonly disk?: number;
  readonly price_hourly?: number;
  readonly regions?: readonly string[];
  readonly available?: boolean;
  readonly gpu_info?: {
    readonly count?: number;
    readonly model?: string;
    readonly vram?: { readonly amount?: number };
  };
}

function keptOf(size: DropletSize): Kept[] {
  const { slug, vcpus = 0, memory = 0, disk = 0, available, regions = [] } = size;
  const price = decimalText(size.price_hourly);
  const isWhole = slug !== undefined && vcpus > 0 && memory > 0 && price !== undefined && nanos(price) > 0;
  if (!isWhole || available === false) return [];
  return [[slug, vcpus, memory, disk, price, regions, gpuOf(size)]];
}

function gpuOf({ gpu_info: info }: DropletSize): Gpu | null {
  if (info?.count === undefined || info.model === undefined) return null;
  const model = info.model
    .replace(/^(nvidia|amd)_/, '')
    .toUpperCase()
    .replaceAll('_', '-');
  // The amount is for all GPUs together.
  return { count: info.count, model, memoryGib: Math.round((info.vram?.amount ?? 0) / info.count) };
}

function typeOf([name, vcpu, memory, disk, , , gpu]: Kept, current: ProviderPrices): MachineType {
  return {
    name,
    vcpu,
    memoryGib: memory / 1024,
    arch: 'amd64',
    burstable: digitalocean.pricing.burstable.test(name),
    gpu: current.typeNamed(name)?.gpu ?? gpu,
    diskGb: disk > 0 ? disk : null,
  };
}
