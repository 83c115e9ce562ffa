import Decimal from 'decimal.js';
import { HelixError } from '../../errors';
import type { ProductPrice, MachineType, Offer, ProviderPrices } from '../../pricing/book/price-book';
import { sendableKey } from '../host/variables';
import { nanos } from '../../pricing/nanos';
import { decimalText, perMonth } from './decimal-text';
import type { ApiOptions, PriceApi } from './price-api';

const COMPUTE_ENGINE = '6F81-5844-456A';

/** The stored part of a rate of the catalogue: product, region, dollars per unit. */
type Kept = readonly [rate: string, region: string, price: string];

/**
 * The Cloud Billing catalogue: prices of cores and memory by family, from which prices of machine types are summed. GPU
 * families and attached GPUs keep their known prices. It needs a key, which goes into a header.
 */
export function priceApi({ baseUrl, regions, variable, today }: ApiOptions): PriceApi {
  return {
    start: '',
    total: null,
    async readPage(cursor, http) {
      const key = sendableKey('The variable GOOGLE_API_KEY', variable('GOOGLE_API_KEY')) ?? '';
      if (key === '') {
        throw new HelixError('auth', "Google's price catalogue asks for an API key", {
          hint: 'Set GOOGLE_API_KEY to a key of any project with the Cloud Billing API switched on.',
        });
      }
      const token = cursor === '' ? '' : `&pageToken=${encodeURIComponent(cursor)}`;
      const { kept, next } = await http.read(
        {
          url: `${baseUrl}/v1/services/${COMPUTE_ENGINE}/skus?currencyCode=USD&pageSize=5000${token}`,
          headers: { 'x-goog-api-key': key },
          paths: ['$.skus.*', '$.nextPageToken'],
        },
        () => {
          const kept: Kept[] = [];
          let next: string | null = null;
          return {
            take(value: unknown, keys: readonly (string | number)[]) {
              if (keys[0] === 'nextPageToken')
                next = typeof value === 'string' && value !== '' ? value : null;
              else kept.push(...keptOf(value as GoogleSku));
            },
            result: () => ({ kept, next }),
          };
        },
      );
      return { found: kept, next, label: `${kept.length} rates` };
    },
    found(pages, current) {
      const rates = new Map<string, string>();
      for (const [rate, region, price] of (pages as unknown as readonly (readonly Kept[])[]).flat()) {
        rates.set(`${rate} ${region}`, price);
      }
      return {
        offers: new Map(regions.map((region) => [region, offersIn(region, rates, current, today)])),
        productPrices: regions.flatMap((region) => productPricesIn(region, rates, today)),
        source: 'Google Cloud Billing catalogue; GPU types as they were',
        asOf: today,
        keepMissing: true,
      };
    },
  };
}

interface GoogleSku {
  readonly description?: string;
  readonly category?: { readonly usageType?: string };
  readonly serviceRegions?: readonly string[];
  readonly pricingInfo?: readonly {
    readonly pricingExpression?: {
      readonly usageUnit?: string;
      readonly tieredRates?: readonly {
        readonly startUsageAmount?: number;
        readonly unitPrice?: { readonly units?: string; readonly nanos?: number };
      }[];
    };
  }[];
}

/** The families whose types are priced by cores and memory, by the words of the catalogue. */
const FAMILIES: Readonly<Record<string, string>> = {
  E2: 'e2',
  'N1 Predefined': 'n1',
  N2: 'n2',
  'N2D AMD': 'n2d',
  N4: 'n4',
  N4A: 'n4a',
  N4D: 'n4d',
  'Compute optimized': 'c2',
  'C2D AMD': 'c2d',
  C3: 'c3',
  C3D: 'c3d',
  C4: 'c4',
  'C4A Arm': 'c4a',
  C4D: 'c4d',
  'T2D AMD': 't2d',
  'T2A Arm': 't2a',
};

const MACHINE = /^(?:Spot Preemptible )?(.+?)(?: Instance)? (Core|Ram) running in /;
const NOT_MACHINES = /Sole Tenancy|Custom|Extended|Commitment|Reserved|Premium/;

function keptOf(sku: GoogleSku): Kept[] {
  const { description = '', category = {}, serviceRegions = [], pricingInfo = [] } = sku;
  const rate = rateOf(description, category.usageType ?? '');
  const expression = pricingInfo.at(-1)?.pricingExpression;
  const { unitPrice } = expression?.tieredRates?.at(-1) ?? {};
  if (rate === null || unitPrice === undefined) return [];
  const price = decimalText(
    new Decimal(unitPrice.units ?? '0').plus(new Decimal(unitPrice.nanos ?? 0).div(1e9)).toFixed(),
  );
  if (price === undefined || nanos(price) === 0) return [];
  return serviceRegions.map((region) => [rate, region, price]);
}

/** Returns the product: `e2 Core OnDemand`, `pd-balanced`, ...; null for one that no machine uses. */
function rateOf(description: string, usage: string): string | null {
  if (NOT_MACHINES.test(description)) return null;
  const [, words = '', part = ''] = MACHINE.exec(description) ?? [];
  const family = FAMILIES[words];
  if (family !== undefined && (usage === 'OnDemand' || usage === 'Preemptible'))
    return `${family} ${part} ${usage}`;
  if (/^Balanced PD Capacity/.test(description)) return 'pd-balanced';
  if (/^External IP Charge on a Standard VM/.test(description)) return 'ipv4';
  return null;
}

/** Shared-core types are charged for a fraction of a core. */
const BILLED_CORES: Readonly<Record<string, number>> = { 'e2-micro': 0.25, 'e2-small': 0.5, 'e2-medium': 1 };

function offersIn(
  region: string,
  rates: ReadonlyMap<string, string>,
  current: ProviderPrices,
  today: string,
): Offer[] {
  return (current.offers(region) ?? []).flatMap(({ type, spot: knownSpot }) => {
    const onDemand = priceOf(type, 'OnDemand', region, rates);
    if (onDemand === null) return [];
    const spot = priceOf(type, 'Preemptible', region, rates) ?? knownSpot;
    return [
      { type, onDemand, spot: spot !== null && nanos(spot) < nanos(onDemand) ? spot : null, asOf: today },
    ];
  });
}

function priceOf(
  { name, vcpu, memoryGib, gpu }: MachineType,
  usage: string,
  region: string,
  rates: ReadonlyMap<string, string>,
): string | null {
  const family = name.split('-')[0] ?? '';
  const core = rates.get(`${family} Core ${usage} ${region}`);
  const memory = rates.get(`${family} Ram ${usage} ${region}`);
  if (gpu !== null || core === undefined || memory === undefined) return null;
  return new Decimal(core)
    .times(BILLED_CORES[name] ?? vcpu)
    .plus(new Decimal(memory).times(memoryGib))
    .toDecimalPlaces(6, Decimal.ROUND_HALF_UP)
    .toFixed();
}

function productPricesIn(region: string, rates: ReadonlyMap<string, string>, asOf: string): ProductPrice[] {
  const disk = rates.get(`pd-balanced ${region}`);
  const address = rates.get(`ipv4 ${region}`) ?? rates.get('ipv4 global');
  const productPrices: ProductPrice[] = [];
  if (disk !== undefined) {
    productPrices.push({ region, product: 'pd-balanced', unit: 'GB-month', price: disk, asOf });
  }
  if (address !== undefined) {
    const price = perMonth(address);
    productPrices.push({ region, product: 'external-ipv4-in-use-vm', unit: 'address-month', price, asOf });
  }
  return productPrices;
}
