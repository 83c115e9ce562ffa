import { HelixError } from '../../errors';
import type { ProductPrice, Offer } from '../../pricing/book/price-book';
import { nanos } from '../../pricing/nanos';
import { decimalText, perMonth } from './decimal-text';
import type { ApiOptions, PriceApi } from './price-api';

/** The queries for each region. */
const QUERIES = [
  "serviceName eq 'Virtual Machines' and priceType eq 'Consumption'",
  "serviceName eq 'Storage' and priceType eq 'Consumption' and (productName eq 'Standard SSD Managed Disks' or productName eq 'Premium SSD Managed Disks')",
  "serviceName eq 'Virtual Network' and priceType eq 'Consumption' and productName eq 'IP Addresses'",
] as const;

/** The stored part of an item of the answer. */
type Kept =
  | readonly ['vm', region: string, type: string, spot: boolean, price: string]
  | readonly ['figure', region: string, product: string, unit: ProductPrice['unit'], monthly: string];

/** The address of a page: region and query by number, and the link from the previous page. */
interface Cursor {
  readonly region: number;
  readonly query: number;
  /** The query string of the next page; null for the first. */
  readonly link: string | null;
}

const GIB_OF_TIER = {
  1: 4,
  2: 8,
  3: 16,
  4: 32,
  6: 64,
  10: 128,
  15: 256,
  20: 512,
  30: 1024,
  40: 2048,
  50: 4096,
  60: 8192,
  70: 16384,
  80: 32767,
} as const;

/**
 * Azure Retail Prices: pages of a thousand items, each with a link to the next. They have no sizes, so only known types get a
 * price.
 */
export function priceApi({ baseUrl, regions, today }: ApiOptions): PriceApi {
  return {
    start: JSON.stringify({ region: 0, query: 0, link: null }),
    // The number of pages of a region is known only at its last page.
    total: null,
    async readPage(cursor, http) {
      const at = JSON.parse(cursor) as Cursor;
      const region = regions[at.region] ?? '';
      const query = at.link ?? firstQuery(region, at.query);
      const { items, next } = await http.read(
        {
          url: `${baseUrl}/api/retail/prices${query}`,
          paths: ['$.Items.*', '$.NextPageLink'],
        },
        () => {
          const items: Kept[] = [];
          let next: string | null = null;
          return {
            take(value: unknown, keys: readonly (string | number)[]) {
              if (keys[0] === 'NextPageLink') next = linkIn(value);
              else items.push(...keptOf(value as AzureItem, region));
            },
            result: () => ({ items, next }),
          };
        },
      );
      return {
        found: items,
        next: following(at, next, regions.length),
        label: `${region}: ${items.length} prices`,
      };
    },
    found(pages, current) {
      const kept = (pages as unknown as readonly (readonly Kept[])[]).flat();
      const offers = new Map<string, Offer[]>(regions.map((region) => [region, []]));
      const spot = new Map<string, string>();
      for (const item of kept) if (item[0] === 'vm' && item[3]) spot.set(`${item[1]} ${item[2]}`, item[4]);
      for (const item of kept) {
        if (item[0] !== 'vm' || item[3]) continue;
        const [, region, name, , onDemand] = item;
        const type = current.typeNamed(name);
        if (type === undefined) continue;
        const below = spot.get(`${region} ${name}`) ?? null;
        const isBelow = below !== null && nanos(below) < nanos(onDemand);
        offers.get(region)?.push({ type, onDemand, spot: isBelow ? below : null, asOf: today });
      }
      return {
        offers,
        productPrices: kept.flatMap((item): ProductPrice[] => {
          if (item[0] !== 'figure') return [];
          const [, region, product, unit, price] = item;
          return [{ region, product, unit, price, asOf: today }];
        }),
        source: `Azure Retail Prices API, ${regions.join(' ')}`,
        asOf: today,
        keepMissing: false,
      };
    },
  };
}

function firstQuery(region: string, query: number): string {
  const filter = `${QUERIES[query] ?? ''} and armRegionName eq '${region}'`;
  return `?currencyCode=USD&$filter=${encodeURIComponent(filter)}`;
}

/** Returns the query of a link to the next page; the host stays that of the first page. */
function linkIn(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (!URL.canParse(value)) throw new HelixError('unreachable', 'Azure returned an invalid next-page link');
  return new URL(value).search;
}

function following(at: Cursor, link: string | null, regions: number): string | null {
  if (link !== null) return JSON.stringify({ ...at, link });
  if (at.query + 1 < QUERIES.length) return JSON.stringify({ ...at, query: at.query + 1, link: null });
  return at.region + 1 < regions ? JSON.stringify({ region: at.region + 1, query: 0, link: null }) : null;
}

interface AzureItem {
  readonly currencyCode?: string;
  readonly retailPrice?: number;
  readonly armSkuName?: string;
  readonly meterName?: string;
  readonly productName?: string;
  readonly skuName?: string;
  readonly unitOfMeasure?: string;
  readonly type?: string;
}

function keptOf(item: AzureItem, region: string): Kept[] {
  const { productName = '', meterName = '', unitOfMeasure, type } = item;
  const price = decimalText(item.retailPrice);
  if (price === undefined || nanos(price) === 0 || type !== 'Consumption' || item.currencyCode !== 'USD')
    return [];
  const { armSkuName = '', skuName = '' } = item;
  if (unitOfMeasure === '1 Hour' && armSkuName.startsWith('Standard_')) {
    if (
      /Windows|CloudServices|Cloud Services|Dedicated Host/.test(productName) ||
      /Low Priority/.test(skuName)
    )
      return [];
    return [['vm', region, armSkuName, / Spot$/.test(meterName) || / Spot$/.test(skuName), price]];
  }
  const [, kind = '', tier = ''] = /^([PE])(\d+) LRS Disk$/.exec(meterName) ?? [];
  const gib = GIB_OF_TIER[Number(tier) as keyof typeof GIB_OF_TIER] as number | undefined;
  if (gib !== undefined && /^1\/Month$/.test(unitOfMeasure ?? '')) {
    const name = kind === 'P' ? `premium-ssd-p${tier}` : `standard-ssd-e${tier}`;
    return [['figure', region, `${name}-lrs-${gib}gib`, 'disk-month', price]];
  }
  if (/^Standard (IPv4 )?Static Public IP$/.test(meterName) && unitOfMeasure === '1 Hour') {
    return [['figure', region, 'public-ipv4-static-regional', 'address-month', perMonth(price)]];
  }
  return [];
}
