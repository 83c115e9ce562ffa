import type { CloudName } from '../../clouds';

/** A type of machine that a cloud rents, under the cloud's own name. */
export interface MachineType {
  readonly name: string;
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly arch: 'amd64' | 'arm64';
  /** Whether its CPU is shared or metered by credits; see `isBurstable`. */
  readonly burstable: boolean;
  readonly gpu: Gpu | null;
  /** GB of disk that are part of the plan; null where that is not known, or nothing is. */
  readonly diskGb: number | null;
}

export interface Gpu {
  readonly count: number;
  /** As the cloud calls it, without the maker: `T4`, `A100`, `RTX-6000-Ada`. */
  readonly model: string;
  /** Of one GPU. */
  readonly memoryGib: number;
}

/** What a type costs in one region. Prices are decimal text, in USD an hour. */
export interface Offer {
  readonly type: MachineType;
  readonly onDemand: string;
  /** null where it is not known or not offered. */
  readonly spot: string | null;
  /** `2026-07-20`: the date of the on-demand figure. */
  readonly asOf: string;
}

/** What something beside a machine costs: a disk, an address, a registry. */
export interface Figure {
  /** `*`: everywhere. */
  readonly region: string;
  /** `ebs-gp3`, `pd-balanced`, `standard-ssd-e10-lrs-128gib`, ... */
  readonly product: string;
  readonly unit: FigureUnit;
  /** Decimal text, in USD a month for one unit. */
  readonly price: string;
  /** null where the source is undated. */
  readonly asOf: string | null;
}

export const FIGURE_UNITS = ['GB-month', 'disk-month', 'address-month', 'registry-month'] as const;

export type FigureUnit = (typeof FIGURE_UNITS)[number];

/** Everything that a book holds of one cloud, as plain data: what `encodeBook` writes. */
export interface BookContents {
  readonly provider: CloudName;
  /** The date of its newest on-demand figure. */
  readonly asOf: string;
  /** The hours that a full month is charged: 730, or less where the cloud caps a month. */
  readonly monthHours: number;
  /** One line for each group of figures: where they come from. */
  readonly sources: readonly string[];
  /** By region. */
  readonly offers: ReadonlyMap<string, readonly Offer[]>;
  readonly figures: readonly Figure[];
}

/** One cloud of the book, for looking things up. Regions are decoded when they are first asked for. */
export interface ProviderPrices {
  readonly provider: CloudName;
  readonly asOf: string;
  /** `sha256:<hex>` over the canonical text of the contents. */
  readonly digest: string;
  /** `bundled`: came with this Helix; `project`: `helix.prices/` beside helix.toml, which wins. */
  readonly origin: BookOrigin;
  readonly monthHours: number;
  readonly sources: readonly string[];
  readonly figures: readonly Figure[];
  /** Sorted by name. */
  readonly regions: readonly string[];
  typeNamed(name: string): MachineType | undefined;
  /** undefined for a region that the book does not know. @throws HelixError `config` for a broken book */
  offers(region: string): readonly Offer[] | undefined;
  offer(region: string, type: string): Offer | undefined;
  /** The figure of a region, else the one for everywhere. */
  figure(region: string, product: string): Figure | undefined;
}

export type BookOrigin = 'bundled' | 'project';
