import { book, offer, type } from './books';
import { machineRate } from '../machine-rate';

const PRICES = book([offer(type('m5.large', 2, 8), '0.096', '0.0384')]);
const MACHINE = {
  region: 'us-east-1',
  type: 'm5.large',
  spot: false,
  disk: { type: 'gp3', sizeGb: 100, attached: false },
  publicIp: true,
};

describe('the rate of a machine', () => {
  it('is compute, disk and public address, and their sum', () => {
    const rate = machineRate(MACHINE, PRICES);
    expect(rate.parts.map(({ part, monthly }) => [part, monthly])).toEqual([
      ['compute', '70.08'],
      ['disk', '8'],
      ['public_ip', '3.65'],
    ]);
    expect(rate).toMatchObject({ monthly: '81.73', hourly: '0.111959', pricedAs: 'm5.large' });
  });

  it('carries the date of each figure', () => {
    expect(machineRate(MACHINE, PRICES).parts.map(({ asOf }) => asOf)).toEqual([
      '2026-07-20',
      '2024-07-18',
      null,
    ]);
  });

  it('leaves the address out where none is public, and the disk where the plan has one', () => {
    expect(machineRate({ ...MACHINE, publicIp: false, disk: null }, PRICES).monthly).toBe('70.08');
  });

  it('is the spot price where it is spot, and says what that saves in a month', () => {
    const rate = machineRate({ ...MACHINE, spot: true, disk: null, publicIp: false }, PRICES);
    expect(rate).toMatchObject({ monthly: '28.032', spotSavingMonthly: '42.048' });
  });

  it('is unpriced, and not 0, without a price of its compute', () => {
    expect(machineRate({ ...MACHINE, type: 'x9.huge' }, PRICES)).toMatchObject({
      hourly: null,
      monthly: null,
      pricedAs: 'x9.huge',
    });
    const onDemandOnly = book([offer(type('m5.large', 2, 8), '0.096')]);
    expect(machineRate({ ...MACHINE, spot: true }, onDemandOnly).monthly).toBeNull();
  });

  it('keeps the rest, and leaves the part unpriced, without a price of the disk or address', () => {
    const bare = book([offer(type('m5.large', 2, 8), '0.096')], { productPrices: [] });
    const rate = machineRate(MACHINE, bare);
    expect(rate.monthly).toBe('70.08');
    expect(rate.parts.map(({ price, monthly }) => [price, monthly])).toEqual([
      ['0.096', '70.08'],
      [null, null],
      [null, null],
    ]);
  });

  it('follows the cap of a month', () => {
    const capped = book([offer(type('s-4vcpu-8gb', 4, 8), '0.07143')], {
      provider: 'digitalocean',
      monthHours: 672,
      productPrices: [],
    });
    const machine = { ...MACHINE, type: 's-4vcpu-8gb', disk: null };
    expect(machineRate(machine, capped)).toMatchObject({ monthly: '48', hourly: '0.07143' });
    expect(machineRate(machine, capped).parts).toHaveLength(1);
  });
});
