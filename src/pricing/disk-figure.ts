import { times } from './amounts';
import type { Figure, PricedProvider, ProviderPrices } from './book/price-book';
import type { PlannedDisk } from '../resources/machine';

/** What a disk costs, and by which figure. */
export interface DiskFigure {
  readonly figure: Figure;
  /** How many units of the figure: GB, or 1 disk of its tier. */
  readonly quantity: number;
  /** Exact decimal text, in USD. */
  readonly monthly: string;
}

/** Disks that are charged by the GB, and the product that they are. */
const BY_SIZE: Readonly<Record<PricedProvider, Readonly<Record<string, string>>>> = {
  aws: { gp3: 'ebs-gp3' },
  google: { 'pd-balanced': 'pd-balanced' },
  azure: {},
  digitalocean: { volume: 'volume-block-storage' },
  vultr: { 'block-storage-nvme': 'block-storage-nvme' },
  fly: { volume: 'volume' },
};

/** Azure's disks are charged by tier, as the smallest that holds them. */
const BY_TIER: Readonly<Record<string, RegExp>> = {
  StandardSSD_LRS: /^standard-ssd-e\d+-lrs-(\d+)gib$/,
  Premium_LRS: /^premium-ssd-p\d+-lrs-(\d+)gib$/,
};

/** What a disk costs in a region; undefined where the book does not say. */
export function diskFigure(
  disk: PlannedDisk,
  region: string,
  prices: ProviderPrices,
): DiskFigure | undefined {
  if (prices.provider === 'azure') return tierFigure(disk, region, prices);
  const product = BY_SIZE[prices.provider][disk.type];
  const figure = product === undefined ? undefined : prices.figure(region, product);
  return figure && { figure, quantity: disk.sizeGb, monthly: times(figure.price, disk.sizeGb) };
}

/**
 * The smallest tier that holds the disk, provided that the book has it: where a region's list has gaps, the tier above
 * is a dearer disk, and its price is no price of this one.
 */
function tierFigure(disk: PlannedDisk, region: string, prices: ProviderPrices): DiskFigure | undefined {
  const name = BY_TIER[disk.type];
  if (name === undefined) return undefined;
  const least = TIER_SIZES_GIB.find((size) => size >= disk.sizeGb);
  const figure = prices.figures.find(
    (one) => one.region === region && Number(name.exec(one.product)?.[1]) === least,
  );
  return figure && { figure, quantity: 1, monthly: figure.price };
}

const TIER_SIZES_GIB = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32767];
