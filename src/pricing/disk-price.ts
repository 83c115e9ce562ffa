import { cloudOf } from '../clouds';
import type { DiskCharge } from '../clouds/pricing';
import type { PlannedDisk } from '../resources/machine';
import { times } from './amounts';
import type { ProductPrice, ProviderPrices } from './book/price-book';

/** The price of a disk, and the product that it is charged as. */
export interface DiskPrice {
  readonly product: ProductPrice;
  /** The number of units of the product: GB, or 1 disk of its tier. */
  readonly quantity: number;
  /** Exact decimal text, in USD. */
  readonly monthly: string;
}

/** Returns the price of a disk in a region; undefined where the book has none. */
export function diskPrice(disk: PlannedDisk, region: string, prices: ProviderPrices): DiskPrice | undefined {
  const { charged } = cloudOf(prices.provider).pricing.disks;
  if (charged.by === 'tier') return tierPrice(charged, disk, region, prices);
  const name = charged.products[disk.type];
  const product = name === undefined ? undefined : prices.productPrice(region, name);
  return product && { product, quantity: disk.sizeGb, monthly: times(product.price, disk.sizeGb) };
}

/**
 * The price of the smallest tier that holds the disk, if the book has it. The next tier does not replace one that is
 * missing from a region's list: it is a dearer disk.
 */
function tierPrice(
  { products, sizesGib }: Extract<DiskCharge, { by: 'tier' }>,
  disk: PlannedDisk,
  region: string,
  prices: ProviderPrices,
): DiskPrice | undefined {
  const shape = products[disk.type];
  if (shape === undefined) return undefined;
  const tierGib = sizesGib.find((size) => size >= disk.sizeGb);
  const product = prices.productPrices.find(
    (one) => one.region === region && Number(shape.exec(one.product)?.[1]) === tierGib,
  );
  return product && { product, quantity: 1, monthly: product.price };
}
