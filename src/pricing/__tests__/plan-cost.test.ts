import fc from 'fast-check';
import { addressOf } from '../../values/resource';
import { toCents } from '../amounts';
import { changeCost } from '../change-cost';
import { machineRate } from '../machine-rate';
import { nanos } from '../nanos';
import { planCost } from '../plan-cost';
import type { PricedResource } from '../plan-cost';
import { FREE, simpleRate, UNPRICED } from '../rates';
import type { Rate } from '../rates';
import { book, offer, type } from './books';

const PRICES = book([offer(type('m5.large', 2, 8), '0.096', '0.0384')]);
const machine = (more: Partial<Parameters<typeof machineRate>[0]> = {}): Rate =>
  machineRate(
    { region: 'us-east-1', type: 'm5.large', spot: false, disk: null, publicIp: false, ...more },
    PRICES,
  );

/** Rates as they come: simple ones, machines with parts, unpriced ones. */
const rate: fc.Arbitrary<Rate> = fc.oneof(
  fc.constant(UNPRICED),
  fc.constant(FREE),
  fc.integer({ min: 1, max: 50_000_000 }).map((millionths) => simpleRate('x', String(millionths / 1e6))),
  fc
    .record({ spot: fc.boolean(), publicIp: fc.boolean(), sizeGb: fc.integer({ min: 1, max: 999 }) })
    .map(({ sizeGb, ...more }) => machine({ ...more, disk: { type: 'gp3', sizeGb, attached: false } })),
);
const resources: fc.Arbitrary<PricedResource[]> = fc
  .array(fc.record({ before: fc.option(rate), after: fc.option(rate) }), { maxLength: 60 })
  .map((all) => all.map((one, index) => ({ address: addressOf('instance', String(index)), ...one })));

/** Converts an amount with two decimals to whole cents. */
const cents = (amount: string | null): bigint => BigInt(Math.round(Number(amount ?? '0') * 100));

describe('the cost of a plan', () => {
  it('is the exact sum of its resources, rounded once', () => {
    fc.assert(
      fc.property(resources, (all) => {
        const total = planCost(all, 'prices');
        const exact = (side: 'before' | 'after') =>
          all.reduce((sum, one) => sum + nanos(one[side]?.monthly ?? '0'), 0);
        expect(total.beforeMonthly).toBe(toCents(String(exact('before') / 1e9)));
        expect(total.afterMonthly).toBe(toCents(String(exact('after') / 1e9)));
        expect(cents(total.diffMonthly)).toBe(cents(total.afterMonthly) - cents(total.beforeMonthly));
      }),
      { numRuns: 500 },
    );
  });

  it('of forty clusters at $67.525 is $2,701.00, though each line shows $67.53', () => {
    const small = simpleRate('small', '0.0925');
    const all = Array.from({ length: 40 }, (_, index) => ({
      address: addressOf('cluster', String(index)),
      before: null,
      after: small,
    }));
    expect(changeCost(null, small, null).afterMonthly).toBe('67.525');
    expect(planCost(all, 'prices')).toMatchObject({ afterMonthly: '2701.00', diffMonthly: '2701.00' });
  });

  it('of a machine is the exact sum of its parts', () => {
    fc.assert(
      fc.property(rate, ({ parts, monthly }) => {
        if (parts.length === 0) return;
        expect(nanos(monthly ?? '0')).toBe(parts.reduce((sum, part) => sum + nanos(part.monthly ?? '0'), 0));
      }),
    );
  });

  it('never rises when a resource is removed', () => {
    fc.assert(
      fc.property(resources, fc.nat(), (all, at) => {
        const without = all.map((one, index) => (index === at % all.length ? { ...one, after: null } : one));
        const [full, less] = [planCost(all, 'prices'), planCost(without, 'prices')];
        expect(cents(less.afterMonthly)).toBeLessThanOrEqual(cents(full.afterMonthly));
        expect(less.beforeMonthly).toBe(full.beforeMonthly);
      }),
      { numRuns: 500 },
    );
  });

  it('lists what has no price, what lacks a part of one, and what is charged by use, and adds none of it', () => {
    const address = addressOf('instance', 'a');
    const part = { name: 'public IPv4 address', price: null, quantity: '1' } as const;
    const lacking = { ...machine(), parts: [...machine().parts, { ...machine().parts[0]!, ...part }] };
    const storage = {
      ...machine().parts[0]!,
      name: 'registry storage',
      price: '0.1',
      quantity: null,
      monthly: null,
    };
    const registry = { ...FREE, parts: [storage] };
    expect(
      planCost(
        [
          { address, before: null, after: UNPRICED },
          { address: addressOf('instance', 'b'), before: null, after: lacking },
          { address: addressOf('registry_repo', 'c'), before: null, after: registry },
        ],
        'prices',
      ),
    ).toMatchObject({
      unpriced: [address],
      partlyUnpriced: [{ address: 'instance.b', parts: ['public IPv4 address'] }],
      byUse: [{ address: 'registry_repo.c', name: 'registry storage', price: '0.1' }],
      afterMonthly: '70.08',
    });
  });

  it('says what spot saves, as it will be', () => {
    const spot = machine({ spot: true });
    const total = planCost(
      ['a', 'b'].map((name) => ({ address: addressOf('instance', name), before: null, after: spot })),
      'prices',
    );
    expect(total.spotSavingMonthly).toBe('84.10');
  });
});

describe('the cost until expiry', () => {
  const HOUR = 3600;
  it.each([
    ['an hour', 1, '0.10'],
    ['ten days', 240, '23.04'],
    ['a month', 730, '70.08'],
    ['two months and ten hours', 1470, '141.12'],
  ])('of %s is what so long costs', (_, hours, expected) => {
    expect(changeCost(null, machine(), hours * HOUR).untilExpiry).toBe(expected);
  });

  it('never passes the cap of a month', () => {
    const capped = { ...simpleRate('s-4vcpu-8gb', '0.07143'), monthly: '48.00' };
    expect(changeCost(null, capped, 700 * HOUR).untilExpiry).toBe('48.00');
    expect(changeCost(null, capped, 730 * HOUR).untilExpiry).toBe('48.00');
    expect(changeCost(null, capped, 740 * HOUR).untilExpiry).toBe('48.71');
  });

  it('of what is unpriced is unknown', () => {
    expect(changeCost(null, UNPRICED, HOUR).untilExpiry).toBeNull();
  });
});
