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
  /** The machine that there is: its type is kept while it serves. */
  readonly current?: CurrentMachine | null;
  /** Choose anew, whatever there is. */
  readonly reselect?: boolean;
}

/**
 * The cheapest type of a cloud's region that falls below the spec in no dimension, with the disk that it needs and what
 * it all costs. Never a smaller one: where nothing fits, the answer says what is lacking and names the nearest types.
 * A current machine keeps its type while that serves, so that a new price never moves a machine.
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
    return chosen(spec, region, prices, { type: here.type, disk, why: { type: 'kept' } });
  }
  const ranked = rankedOffers(prices, region, spec.arch, spec.spot);
  if (ranked === null) return unknownRegion(region, prices);
  const fitting = cheapest(spec, region, prices);
  if (fitting === null) return nothingFits(spec, region, prices);
  const { type, of, next } = fitting;
  const disk =
    here === null ? plannedDisk(spec, type, region, prices) : keptDisk(here.disk, spec, type, region, prices);
  return chosen(spec, region, prices, { type: type.name, disk, why: { type: 'cheapest', of, next } });
}

/**
 * By what was asked for then, and only where more is asked for now, by the book: so neither a new price nor a figure
 * that was corrected, nor a type that has left the book, moves a machine.
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
  machine: Pick<Choice, 'type' | 'disk' | 'why'>,
): Chosen {
  const rate = machineRate({ ...machine, region, spot: spec.spot, publicIp: spec.publicIp }, prices);
  return { ok: true, choice: { provider: prices.provider, region, ...machine, rate } };
}

interface Fitting {
  readonly type: MachineType;
  /** How many would do. */
  readonly of: number;
  /** The one that comes after it. */
  readonly next: string | null;
}

/** The first that fits, in order of price; where plans come with disks, a cheaper plan may need the dearer volume. */
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
        // A stable sort: equals stay in the order of the ranking.
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
