import { cloudOf } from '../clouds';
import { hourlyOfMonth, minus, sum, times, toCents } from './amounts';
import type { ProductPrice, ProviderPrices } from './book/price-book';
import { UNPRICED } from './rates';
import type { CostPart, Rate } from './rates';
import { diskPrice } from './disk-price';
import type { RentedMachine } from '../resources/instance';
import type { PlannedDisk } from '../resources/machine';

/**
 * Returns the rate of a machine: compute, disk and public address. Without a price of its compute it is unpriced; a disk
 * or an address without a price is an unpriced part of the rate.
 */
export function machineRate(machine: RentedMachine, prices: ProviderPrices): Rate {
  const offer = prices.offer(machine.region, machine.type);
  const hourly = machine.spot ? offer?.spot : offer?.onDemand;
  if (offer === undefined || hourly == null) return { ...UNPRICED, pricedAs: machine.type };
  const monthly = monthOf(hourly, prices);
  const compute = computePart(machine, { hourly, monthly }, offer.asOf, prices.monthHours);
  const parts = [compute];
  if (machine.disk !== null) parts.push(diskPart(machine.disk, machine.region, prices));
  const address = cloudOf(prices.provider).pricing.publicIp;
  if (machine.publicIp && address !== null) {
    parts.push(addressPart(prices.productPrice(machine.region, address)));
  }
  return {
    pricedAs: machine.type,
    hourly: sum(parts.flatMap((part) => part.hourly ?? [])),
    monthly: sum(parts.flatMap((part) => part.monthly ?? [])),
    parts,
    spotSavingMonthly: machine.spot ? minus(monthOf(offer.onDemand, prices), monthly) : null,
  };
}

/** Returns the price of a month. If the hour is quoted as a rounded part of it, the month is the exact price. */
function monthOf(hourly: string, { provider, monthHours }: ProviderPrices): string {
  const month = times(hourly, monthHours);
  return cloudOf(provider).pricing.sellsMonths ? toCents(month) : month;
}

function computePart(
  { type, spot }: RentedMachine,
  { hourly, monthly }: { hourly: string; monthly: string },
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
    monthly,
    asOf,
  };
}

function diskPart(disk: PlannedDisk, region: string, prices: ProviderPrices): CostPart {
  const found = diskPrice(disk, region, prices);
  const { charged } = cloudOf(prices.provider).pricing.disks;
  const unit = charged.by === 'tier' ? 'disk-months' : 'GB-months';
  const quantity = String(found?.quantity ?? (unit === 'disk-months' ? 1 : disk.sizeGb));
  const name = `${disk.attached ? 'attached ' : ''}${disk.type}, ${disk.sizeGb} GB`;
  return { part: 'disk', name, unit, quantity, ...amounts(found?.product, found?.monthly) };
}

function addressPart(product: ProductPrice | undefined): CostPart {
  const name = 'public IPv4 address';
  return {
    part: 'public_ip',
    name,
    unit: 'address-months',
    quantity: '1',
    ...amounts(product, product?.price),
  };
}

/** The amounts of a part that is charged by the month; `monthly` is exact. */
function amounts(product: ProductPrice | undefined, monthly: string | undefined) {
  if (product === undefined || monthly === undefined) {
    return { price: null, hourly: null, monthly: null, asOf: null };
  }
  return {
    price: product.price,
    hourly: hourlyOfMonth(monthly),
    monthly,
    asOf: product.asOf,
  };
}
