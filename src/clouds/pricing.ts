/** How a cloud charges, and what its machines are built of. Products are the names of figures in the price book. */
export interface CloudPricing {
  /** The hours that a full month is charged: 730, or fewer where the cloud caps a month. */
  readonly monthHours: number;
  /** Whether it sells machines by the month, in whole cents, and quotes an hour as a rounded part of that. */
  readonly sellsMonths: boolean;
  /**
   * Families whose CPUs are shared between customers or metered by credits, by the cloud's own description. Machines of
   * them are chosen only where the spec allows it.
   */
  readonly burstable: RegExp;
  readonly disks: DiskRules;
  /** The product that a public IPv4 address is; null where machines include one. */
  readonly publicIp: string | null;
  /** The product that a registry's storage is, where the repository itself is free; `free` where that costs nothing either. */
  readonly registryStorage: string | null;
  /** The cloud's price API; null where Helix knows none. */
  readonly api: PriceApiFacts | null;
  /** The figures that its price book keeps beside machines. */
  readonly bookProducts: RegExp;
  /** Products with one price in all regions, however the source lists them. */
  readonly sameEverywhere: readonly string[];
}

export interface DiskRules {
  /** The types of disk that are considered; of several the cheapest that has a price. */
  readonly types: DiskTypes;
  /** Machine types that take other disks than `types`. */
  readonly exception: { readonly machines: RegExp; readonly types: DiskTypes } | null;
  /** The smallest size: a boot disk must hold the image, and clouds have a minimum. */
  readonly minGb: number;
  /**
   * Whether machines come with a disk of their own, beside which a volume is attached where that is too small or
   * unknown.
   */
  readonly attached: boolean;
  readonly charged: DiskCharge;
}

export type DiskTypes = readonly [string, ...string[]];

/** How disks are charged, by type. */
export type DiskCharge =
  | { readonly by: 'size'; readonly products: Readonly<Record<string, string>> }
  /** As the smallest tier that holds the disk; each product captures the size of its tier in GiB. */
  | {
      readonly by: 'tier';
      readonly products: Readonly<Record<string, RegExp>>;
      readonly sizesGib: readonly number[];
    };

export interface PriceApiFacts {
  readonly url: string;
  /** The environment variable with the key or token that it asks for; null where anybody may read it. */
  readonly variable: string | null;
}
