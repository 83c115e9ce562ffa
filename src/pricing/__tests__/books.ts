import { decodeBook } from '../book/decode-book';
import { encodeBook } from '../book/encode-book';
import type { BookContents, MachineType, Offer, ProviderPrices } from '../book/price-book';
import type { MachineSpec } from '../../resources/instance';

/** A type by its figures: `c.large 2 4`. */
export function type(
  name: string,
  vcpu: number,
  memoryGib: number,
  more: Partial<MachineType> = {},
): MachineType {
  return { name, vcpu, memoryGib, arch: 'amd64', burstable: false, gpu: null, diskGb: null, ...more };
}

export function offer(machine: MachineType, onDemand: string, spot: string | null = null): Offer {
  return { type: machine, onDemand, spot, asOf: '2026-07-20' };
}

/** A small book of AWS with one region, unless told otherwise. */
export function contents(offers: readonly Offer[], more: Partial<BookContents> = {}): BookContents {
  return {
    provider: 'aws',
    asOf: '2026-07-20',
    monthHours: 730,
    sources: ['made up'],
    offers: new Map([['us-east-1', offers]]),
    productPrices: [
      { region: 'us-east-1', product: 'ebs-gp3', unit: 'GB-month', price: '0.08', asOf: '2024-07-18' },
      { region: '*', product: 'public-ipv4-address', unit: 'address-month', price: '3.65', asOf: null },
    ],
    ...more,
  };
}

/** A book as it comes out of its text. */
export function book(offers: readonly Offer[], more: Partial<BookContents> = {}): ProviderPrices {
  const all = contents(offers, more);
  return decodeBook(encodeBook(all), { provider: all.provider, origin: 'bundled', file: 'test.prices' });
}

export const SPEC: MachineSpec = {
  cpu: 2,
  memoryGb: 4,
  storageGb: 20,
  gpuCount: 0,
  gpuType: null,
  arch: 'amd64',
  spot: false,
  publicIp: false,
  burstable: true,
};
