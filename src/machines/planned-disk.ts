import { cloudOf } from '../clouds';
import type { CloudName } from '../clouds';
import type { DiskRules, DiskTypes } from '../clouds/pricing';
import { nanos } from '../pricing/nanos';
import type { MachineType, ProviderPrices } from '../pricing/book/price-book';
import type { MachineSpec } from '../resources/instance';
import type { PlannedDisk } from '../resources/machine';
import { diskPrice } from '../pricing/disk-price';

/** Whether the cloud attaches volumes to machines, so that the disk of a type counts. */
export function attachesVolumes(provider: CloudName): boolean {
  return diskRules(provider).attached;
}

/** Returns the disk for a machine of a type; null if the disk that the type includes is large enough. */
export function plannedDisk(
  spec: MachineSpec,
  type: MachineType,
  region: string,
  prices: ProviderPrices,
): PlannedDisk | null {
  const { attached, minGb } = diskRules(prices.provider);
  if (attached && type.diskGb !== null && type.diskGb >= spec.storageGb) return null;
  const sizeGb = Math.max(minGb, Math.ceil(spec.storageGb));
  const candidates = kindsFor(prices.provider, type.name).map((kind) => {
    const disk = { type: kind, sizeGb, attached };
    const price = diskPrice(disk, region, prices)?.monthly;
    return { disk, nanos: price === undefined ? Number.POSITIVE_INFINITY : nanos(price) };
  });
  return candidates.reduce((best, next) => (next.nanos < best.nanos ? next : best)).disk;
}

/**
 * Returns the disk of a machine that exists. The disk grows where it is too small and never shrinks, since no cloud can do
 * that in place. Its kind stays too, unless the new machine type cannot take it.
 */
export function keptDisk(
  current: PlannedDisk | null,
  spec: MachineSpec,
  type: MachineType,
  region: string,
  prices: ProviderPrices,
): PlannedDisk | null {
  const wanted = plannedDisk(spec, type, region, prices);
  if (current === null || wanted === null) return wanted ?? current;
  const kind = kindsFor(prices.provider, type.name).includes(current.type) ? current.type : wanted.type;
  return { ...wanted, type: kind, sizeGb: Math.max(current.sizeGb, wanted.sizeGb) };
}

function kindsFor(provider: CloudName, type: string): DiskTypes {
  const { exception, types } = diskRules(provider);
  return exception?.machines.test(type) === true ? exception.types : types;
}

function diskRules(provider: CloudName): DiskRules {
  return cloudOf(provider).pricing.disks;
}
