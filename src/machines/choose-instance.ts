import { didYouMean } from '../values/did-you-mean';
import { nanos } from '../pricing/nanos';
import type { MachineType, ProviderPrices } from '../pricing/book/price-book';
import type { Choice, Chosen } from './choice';
import { diskPrice } from '../pricing/disk-price';
import { machineRate } from '../pricing/machine-rate';
import { covers } from './machine-spec';
import type { CurrentMachine, MachineSpec } from '../resources/instance';
import { nothingFits } from './nothing-fits';
import { attachesVolumes, keptDisk, plannedDisk } from './planned-disk';
import type { PlannedDisk } from '../resources/machine';
import { rankedOffers } from './ranked-offers';
import { satisfies } from './shortfalls';

export interface ChooseOptions {
  /** The machine that exists. Its type is kept while it satisfies the spec. */
  readonly current?: CurrentMachine | null;
  /** Whether to choose anew, regardless of `current`. */
  readonly reselect?: boolean;
}

/**
 * Returns the cheapest type of a cloud's region that satisfies the spec in every dimension, with its disk and its rate. It
 * never returns a smaller one: where nothing fits, the answer says what is missing and names the nearest types. A current
 * machine keeps its type while that satisfies the spec, so that a new price never moves a machine.
 */
export function chooseInstance(
  spec: MachineSpec,
  region: string,
  prices: ProviderPrices,
  { current = null, reselect = false }: ChooseOptions = {},
): Chosen {
  const here = current?.provider === prices.provider && current.region === region ? current : null;
  if (here !== null && !reselect && stillServes(here, spec, prices)) {
    const type = prices.typeNamed(here.type);
    const disk = type === undefined ? here.disk : keptDisk(here.disk, spec, type, region, prices);
    // The disk that was bought stays, whatever a later book says.
    const ownDiskGb = here.ownDiskGb ?? ownDisk(type, prices);
    return chosen(spec, region, prices, { type: here.type, disk, ownDiskGb, why: { type: 'kept' } });
  }
  const ranked = rankedOffers(prices, region, spec.arch, spec.spot);
  if (ranked === null) return unknownRegion(region, prices);
  const fitting = cheapest(spec, region, prices);
  if (fitting === null) return nothingFits(spec, region, prices);
  const { type, of, next } = fitting;
  const disk =
    here === null ? plannedDisk(spec, type, region, prices) : keptDisk(here.disk, spec, type, region, prices);
  const ownDiskGb = ownDisk(type, prices);
  return chosen(spec, region, prices, {
    type: type.name,
    disk,
    ownDiskGb,
    why: { type: 'cheapest', of, next },
  });
}

function ownDisk(type: MachineType | undefined, { provider }: ProviderPrices): number | null {
  return attachesVolumes(provider) ? (type?.diskGb ?? null) : null;
}

/**
 * Whether the current type satisfies the spec. The book is asked only if the spec requires more than the previous one:
 * no new price, no correction and no removal of a type in the book moves a machine.
 */
function stillServes(current: CurrentMachine, spec: MachineSpec, prices: ProviderPrices): boolean {
  if (covers(current.spec, spec)) return true;
  const type = prices.typeNamed(current.type);
  if (type === undefined || !satisfies(type, spec)) return false;
  return !spec.spot || current.spec.spot || prices.offer(current.region, current.type)?.spot != null;
}

function chosen(
  spec: MachineSpec,
  region: string,
  prices: ProviderPrices,
  machine: Pick<Choice, 'type' | 'disk' | 'ownDiskGb' | 'why'>,
): Chosen {
  const rate = machineRate({ ...machine, region, spot: spec.spot, publicIp: spec.publicIp }, prices);
  return { ok: true, choice: { provider: prices.provider, region, ...machine, rate } };
}

interface Fitting {
  readonly type: MachineType;
  /** The number of types that fit. */
  readonly of: number;
  /** The second cheapest. */
  readonly next: string | null;
}

/** The cheapest type that fits, with its volume: where types include disks, a cheaper one may need a dearer volume. */
function cheapest(spec: MachineSpec, region: string, prices: ProviderPrices): Fitting | null {
  const fits = (rankedOffers(prices, region, spec.arch, spec.spot) ?? []).filter(({ offer }) =>
    satisfies(offer.type, spec),
  );
  const ordered = attachesVolumes(prices.provider)
    ? fits
        .map((one) => ({
          ...one,
          monthNanos:
            one.monthNanos + volumeNanos(plannedDisk(spec, one.offer.type, region, prices), region, prices),
        }))
        // The sort is stable: equal sums keep the order of the ranking.
        .sort((a, b) => a.monthNanos - b.monthNanos)
    : fits;
  const [first, second] = ordered;
  if (first === undefined) return null;
  return { type: first.offer.type, of: ordered.length, next: second?.offer.type.name ?? null };
}

function volumeNanos(disk: PlannedDisk | null, region: string, prices: ProviderPrices): number {
  const price = disk === null ? undefined : diskPrice(disk, region, prices);
  return price === undefined ? 0 : nanos(price.monthly);
}

function unknownRegion(region: string, prices: ProviderPrices): Chosen {
  return {
    ok: false,
    code: 'unpriced-region',
    message: `The price book knows no machines of ${prices.provider} in \`${region}\`.`,
    hint:
      didYouMean(region, prices.regions) ??
      `It knows ${prices.regions.map((name) => `\`${name}\``).join(', ')}.`,
  };
}
