import { cloudOf } from '../clouds';
import { hourlyOfMonth, monthlyAt, sum, toCents, minus } from './amounts';
import type { Figure, ProviderPrices } from './book/price-book';
import { UNPRICED } from './rates';
import type { CostPart, Rate } from './rates';
import { diskFigure } from './disk-figure';
import type { RentedMachine } from '../resources/instance';
import type { PlannedDisk } from '../resources/machine';

/**
 * What a machine costs: compute, disk and public address. Without a price of its compute it is unpriced; without one of
 * its disk or address that part is, and the rest stands.
 */
export function machineRate(machine: RentedMachine, prices: ProviderPrices): Rate {
  const offer = prices.offer(machine.region, machine.type);
  const hourly = machine.spot ? offer?.spot : offer?.onDemand;
  if (offer === undefined || hourly == null) return { ...UNPRICED, pricedAs: machine.type };
  const compute = computePart(machine, hourly, offer.asOf, prices.monthHours);
  const parts = [compute];
  if (machine.disk !== null) parts.push(diskPart(machine.disk, machine.region, prices));
  const address = cloudOf(prices.provider).pricing.publicIp;
  if (machine.publicIp && address !== null) parts.push(addressPart(prices.figure(machine.region, address)));
  return {
    pricedAs: machine.type,
    hourly: sum(parts.flatMap((part) => part.hourly ?? [])),
    monthly: toCents(sum(parts.flatMap((part) => part.monthly ?? []))),
    parts,
    spotSavingMonthly: machine.spot
      ? minus(monthlyAt(offer.onDemand, prices.monthHours), monthlyAt(hourly, prices.monthHours))
      : null,
  };
}

function computePart(
  { type, spot }: RentedMachine,
  hourly: string,
  asOf: string,
  monthHours: number,
): CostPart {
  return {
    part: 'compute',
    name: `${type}, ${spot ? 'spot' : 'on demand'}`,
    unit: 'hours',
    quantity: String(monthHours),
    price: hourly,
    hourly,
    monthly: monthlyAt(hourly, monthHours),
    asOf,
  };
}

function diskPart(disk: PlannedDisk, region: string, prices: ProviderPrices): CostPart {
  const found = diskFigure(disk, region, prices);
  const { charged } = cloudOf(prices.provider).pricing.disks;
  const unit = charged.by === 'tier' ? 'disk-months' : 'GB-months';
  const quantity = String(found?.quantity ?? (unit === 'disk-months' ? 1 : disk.sizeGb));
  const name = `${disk.attached ? 'attached ' : ''}${disk.type}, ${disk.sizeGb} GB`;
  return { part: 'disk', name, unit, quantity, ...amounts(found?.figure, found?.monthly) };
}

function addressPart(figure: Figure | undefined): CostPart {
  const name = 'public IPv4 address';
  return {
    part: 'public_ip',
    name,
    unit: 'address-months',
    quantity: '1',
    ...amounts(figure, figure?.price),
  };
}

function amounts(figure: Figure | undefined, monthly: string | undefined) {
  if (figure === undefined || monthly === undefined) {
    return { price: null, hourly: null, monthly: null, asOf: null };
  }
  return {
    price: figure.price,
    hourly: hourlyOfMonth(monthly),
    monthly: toCents(monthly),
    asOf: figure.asOf,
  };
}
