import type { CloudName } from '../../clouds';

/** A machine type of a cloud, under the cloud's own name. */
export interface MachineType {
  readonly name: string;
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly arch: 'amd64' | 'arm64';
  /** Whether its CPU is shared or metered by credits; see `burstable` in src/clouds/pricing.ts. */
  readonly burstable: boolean;
  readonly gpu: Gpu | null;
  /** The disk that the type includes, in GB; null if there is none or its size is unknown. */
  readonly diskGb: number | null;
}

export interface Gpu {
  readonly count: number;
  /** The cloud's name of it, without the maker: `T4`, `A100`, `RTX-6000-Ada`. */
  readonly model: string;
  /** The memory of one GPU. */
  readonly memoryGib: number;
}

/** The prices of a type in one region: decimal text, in USD an hour. */
export interface Offer {
  readonly type: MachineType;
  readonly onDemand: string;
  /** null if it is not known or not offered. */
  readonly spot: string | null;
  /** The date of the on-demand price: `2026-07-20`. */
  readonly asOf: string;
}

/** The price of a product beside machines: a disk, an address, a registry. */
export interface ProductPrice {
  /** `*`: every region. */
  readonly region: string;
  /** `ebs-gp3`, `pd-balanced`, `standard-ssd-e10-lrs-128gib`, ... */
  readonly product: string;
  readonly unit: ProductUnit;
  /** Decimal text, in USD a month for one unit. */
  readonly price: string;
  /** null if the source is undated. */
  readonly asOf: string | null;
}

export const PRODUCT_UNITS = ['GB-month', 'disk-month', 'address-month', 'registry-month'] as const;

export type ProductUnit = (typeof PRODUCT_UNITS)[number];

/** The contents of one cloud's book as plain data, which `encodeBook` writes. */
export interface BookContents {
  readonly provider: CloudName;
  /** The date of its newest on-demand price. */
  readonly asOf: string;
  /** The hours that a full month is charged: 730, or fewer where the cloud caps a month. */
  readonly monthHours: number;
  /** The origin of each group of prices, one line each. */
  readonly sources: readonly string[];
  /** The offers by region. */
  readonly offers: ReadonlyMap<string, readonly Offer[]>;
  readonly productPrices: readonly ProductPrice[];
}

/** The prices of one cloud, to look up. Regions are decoded when they are first asked for. */
export interface ProviderPrices {
  readonly provider: CloudName;
  readonly asOf: string;
  /** The digest of the canonical text of the contents: `sha256:<hex>`. */
  readonly digest: string;
  /** `bundled`: part of this Helix; `project`: in `helix.prices/` beside helix.toml, which wins. */
  readonly origin: BookOrigin;
  readonly monthHours: number;
  readonly sources: readonly string[];
  readonly productPrices: readonly ProductPrice[];
  /** Sorted by name. */
  readonly regions: readonly string[];
  typeNamed(name: string): MachineType | undefined;
  /** Returns undefined for a region that the book does not know. @throws HelixError `config` for a broken book */
  offers(region: string): readonly Offer[] | undefined;
  /** Returns undefined for a type that the region does not offer. @throws HelixError `config` for a broken book */
  offer(region: string, type: string): Offer | undefined;
  /** Returns the price in a region, else the one of every region. */
  productPrice(region: string, product: string): ProductPrice | undefined;
}

export type BookOrigin = 'bundled' | 'project';
