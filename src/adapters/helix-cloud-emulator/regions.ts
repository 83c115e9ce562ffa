import { invalid } from './api-error';

/** The regions and sizes of the emulator. The prices are samples: nobody charges them. */
export const REGIONS: readonly Region[] = [
  region('us-east-1', 'US East (N. Virginia)', true, ['0.0925', '0.185', '0.37', '0.74']),
  region('eu-west-1', 'EU West (Ireland)', false, ['0.099', '0.198', '0.396', '0.792']),
  region('ap-southeast-1', 'Asia Pacific (Singapore)', false, ['0.1155', '0.231', '0.462', '0.924']),
];

export interface Region {
  readonly id: string;
  readonly name: string;
  readonly default: boolean;
  readonly sizes: readonly Size[];
}

export interface Size {
  readonly id: string;
  readonly vcpu: number;
  readonly memory_gb: number;
  /** Decimal text. */
  readonly usd_per_hour: string;
  readonly default: boolean;
}

/** Returns the region of that id, or undefined. */
export function tryRegion(id: string): Region | undefined {
  return REGIONS.find((candidate) => candidate.id === id);
}

/**
 * Returns the size's id if the region has it.
 * @throws ApiError 400
 */
export function checkedSize(regionId: string, sizeId: string): string {
  const sizes = tryRegion(regionId)?.sizes.map((size) => size.id) ?? [];
  if (sizes.includes(sizeId)) return sizeId;
  throw invalid([
    { path: '/size', message: `unknown size "${sizeId}"; ${regionId} has ${sizes.join(', ')}` },
  ]);
}

/** Returns the size of that id in a region that has it. */
export function sizeIn(regionId: string, sizeId: string): Size {
  const size = tryRegion(regionId)?.sizes.find((candidate) => candidate.id === sizeId);
  if (size === undefined) throw new Error(`no size ${sizeId} in ${regionId}`);
  return size;
}

function region(
  id: string,
  name: string,
  isDefault: boolean,
  usd: readonly [string, string, string, string],
): Region {
  return {
    id,
    name,
    default: isDefault,
    sizes: [
      { id: 'small', vcpu: 1, memory_gb: 4, usd_per_hour: usd[0], default: true },
      { id: 'medium', vcpu: 2, memory_gb: 8, usd_per_hour: usd[1], default: false },
      { id: 'large', vcpu: 4, memory_gb: 16, usd_per_hour: usd[2], default: false },
      { id: 'xlarge', vcpu: 8, memory_gb: 32, usd_per_hour: usd[3], default: false },
    ],
  };
}
