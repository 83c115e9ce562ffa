import { vultr } from '../../clouds/vultr';
import type { Gpu, MachineType, Offer, ProviderPrices } from '../../pricing/book/price-book';
import { nanos } from '../../pricing/nanos';
import { decimalText, perHour } from './decimal-text';
import type { ApiOptions, PriceApi } from './price-api';

/** The stored part of a plan: id, vCPU, memory in MB, disk in GB, monthly price, regions. */
type Kept = readonly [string, number, number, number, string, readonly string[]];

/** Vultr's plans, which are public: with the disk of each, and the regions that have it. */
export function priceApi({ baseUrl, regions, today }: ApiOptions): PriceApi {
  return {
    start: '',
    total: null,
    async readPage(cursor, http) {
      const { plans, next } = await http.read(
        {
          url: `${baseUrl}/v2/plans?per_page=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
          paths: ['$.plans.*', '$.meta.links.next'],
        },
        () => {
          const plans: Kept[] = [];
          let next: string | null = null;
          return {
            take(value: unknown, keys: readonly (string | number)[]) {
              if (keys[0] === 'meta') next = typeof value === 'string' && value !== '' ? value : null;
              else plans.push(...keptOf(value as Plan));
            },
            result: () => ({ plans, next }),
          };
        },
      );
      return { found: plans, next, label: `${plans.length} plans` };
    },
    found(pages, current) {
      const kept = (pages as unknown as readonly (readonly Kept[])[]).flat();
      const offers = new Map<string, Offer[]>(regions.map((region) => [region, []]));
      for (const [name, vcpu, memory, disk, monthly, places] of kept) {
        const gpu = gpuOf(name, current);
        if (gpu === undefined) continue;
        const type: MachineType = {
          name,
          vcpu,
          memoryGib: memory / 1024,
          gpu,
          arch: 'amd64',
          burstable: vultr.pricing.burstable.test(name),
          diskGb: disk > 0 ? disk : null,
        };
        const onDemand = perHour(monthly, current.monthHours);
        for (const region of places) offers.get(region)?.push({ type, onDemand, spot: null, asOf: today });
      }
      return {
        offers: new Map([...offers].filter(([, list]) => list.length > 0)),
        productPrices: [],
        source: 'Vultr API, /v2/plans',
        asOf: today,
        keepMissing: false,
      };
    },
  };
}

interface Plan {
  readonly id?: string;
  readonly vcpu_count?: number;
  readonly ram?: number;
  readonly disk?: number;
  readonly monthly_cost?: number;
  readonly locations?: readonly string[];
  readonly deploy_ondemand?: boolean;
}

function keptOf({ id, vcpu_count: vcpu = 0, ram = 0, disk = 0, deploy_ondemand, ...plan }: Plan): Kept[] {
  const price = decimalText(plan.monthly_cost);
  const isWhole = id !== undefined && vcpu > 0 && ram > 0 && price !== undefined && nanos(price) > 0;
  if (!isWhole || deploy_ondemand === false) return [];
  return [[id, vcpu, ram, disk, price, plan.locations ?? []]];
}

/** Only known plans say which GPU an id means; an unknown GPU plan may be a fraction of a GPU and is left out. */
function gpuOf(id: string, current: ProviderPrices): Gpu | null | undefined {
  const known = current.typeNamed(id);
  if (known !== undefined) return known.gpu;
  return id.startsWith('vcg-') ? undefined : null;
}
