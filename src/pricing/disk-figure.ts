import { cloudOf } from '../clouds';
import type { DiskCharge } from '../clouds/pricing';
import { times } from './amounts';
import type { Figure, ProviderPrices } from './book/price-book';
import type { PlannedDisk } from '../resources/machine';

/** What a disk costs, and by which figure. */
export interface DiskFigure {
  readonly figure: Figure;
  /** How many units of the figure: GB, or 1 disk of its tier. */
  readonly quantity: number;
  /** Exact decimal text, in USD. */
  readonly monthly: string;
}

/** What a disk costs in a region; undefined where the book does not say. */
export function diskFigure(
  disk: PlannedDisk,
  region: string,
  prices: ProviderPrices,
): DiskFigure | undefined {
  const { charged } = cloudOf(prices.provider).pricing.disks;
  if (charged.by === 'tier') return tierFigure(charged, disk, region, prices);
  const product = charged.products[disk.type];
  const figure = product === undefined ? undefined : prices.figure(region, product);
  return figure && { figure, quantity: disk.sizeGb, monthly: times(figure.price, disk.sizeGb) };
}

/**
 * The smallest tier that holds the disk, provided that the book has it: where a region's list has gaps, the tier above
 * is a dearer disk, and its price is no price of this one.
 */
function tierFigure(
  { products, sizesGib }: Extract<DiskCharge, { by: 'tier' }>,
  disk: PlannedDisk,
  region: string,
  prices: ProviderPrices,
): DiskFigure | undefined {
  const product = products[disk.type];
  if (product === undefined) return undefined;
  const least = sizesGib.find((size) => size >= disk.sizeGb);
  const figure = prices.figures.find(
    (one) => one.region === region && Number(product.exec(one.product)?.[1]) === least,
  );
  return figure && { figure, quantity: 1, monthly: figure.price };
}
