import { nanos } from '../pricing/nanos';
import type { MachineType, PricedProvider, ProviderPrices } from '../pricing/book/price-book';
import type { MachineSpec } from '../resources/instance';
import type { PlannedDisk } from '../resources/machine';
import { diskFigure } from '../pricing/disk-figure';

interface DiskHabits {
  /** The kinds that are considered; of several the cheapest that has a price. */
  readonly types: readonly string[];
  /** Smaller ones are refused: by the image (a boot disk must hold it) or by the cloud. */
  readonly leastGb: number;
  /** Plans come with a disk of their own, and a volume is added where that is too small or unknown. */
  readonly attached: boolean;
}

const HABITS: Readonly<Record<PricedProvider, DiskHabits>> = {
  aws: { types: ['gp3'], leastGb: 8, attached: false },
  google: { types: ['pd-balanced'], leastGb: 10, attached: false },
  azure: { types: ['StandardSSD_LRS', 'Premium_LRS'], leastGb: 30, attached: false },
  digitalocean: { types: ['volume'], leastGb: 1, attached: true },
  vultr: { types: ['block-storage-nvme'], leastGb: 10, attached: true },
  fly: { types: ['volume'], leastGb: 1, attached: true },
};

/** Newer Google families take no Persistent Disk. */
const HYPERDISK_ONLY = /^(c4|c4a|c4d|n4|n4a|n4d|g4)-/;

/** Whether the clouds of this kind add a volume to machines, so that a type's own disk counts. */
export function attachesVolumes(provider: PricedProvider): boolean {
  return HABITS[provider].attached;
}

/** The disk for a machine of a type; null where the plan's own disk is known to be enough. */
export function plannedDisk(
  spec: MachineSpec,
  type: MachineType,
  region: string,
  prices: ProviderPrices,
): PlannedDisk | null {
  const habits = HABITS[prices.provider];
  if (habits.attached && type.diskGb !== null && type.diskGb >= spec.storageGb) return null;
  const sizeGb = Math.max(habits.leastGb, Math.ceil(spec.storageGb));
  const candidates = kindsFor(prices.provider, type.name).map((kind) => {
    const disk = { type: kind, sizeGb, attached: habits.attached };
    const price = diskFigure(disk, region, prices)?.monthly;
    return { disk, nanos: price === undefined ? Number.POSITIVE_INFINITY : nanos(price) };
  });
  return candidates.reduce((best, next) => (next.nanos < best.nanos ? next : best)).disk;
}

/**
 * The disk of a machine that has one: it stays while it is large enough, grows where it is not, and never shrinks, for
 * no cloud can do that in place. Its kind stays too, unless the new type cannot take it.
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

function kindsFor(provider: PricedProvider, type: string): readonly [string, ...string[]] {
  if (provider === 'google' && HYPERDISK_ONLY.test(type)) return ['hyperdisk-balanced'];
  const [first = 'volume', ...others] = HABITS[provider].types;
  return [first, ...others];
}
