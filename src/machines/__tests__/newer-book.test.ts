import fc from 'fast-check';
import { book, offer, SPEC, type } from '../../pricing/__tests__/books';
import type { Offer } from '../../pricing/book/price-book';
import { chooseInstance } from '../choose-instance';
import type { MachineSpec } from '../../resources/instance';

const price = fc.integer({ min: 1, max: 9_999_999 }).map((millionths) => (millionths / 1e6).toFixed(6));
const size = fc.record({ vcpu: fc.integer({ min: 1, max: 16 }), memoryGib: fc.integer({ min: 1, max: 64 }) });

/** A book of some of forty types, with whatever sizes and prices. */
const offers: fc.Arbitrary<Offer[]> = fc
  .uniqueArray(
    fc.record({ at: fc.nat({ max: 39 }), size, price, spot: fc.option(price), burstable: fc.boolean() }),
    { selector: ({ at }) => at, minLength: 1, maxLength: 40 },
  )
  .map((all) =>
    all.map((one) =>
      offer(
        type(`t${one.at}`, one.size.vcpu, one.size.memoryGib, { burstable: one.burstable }),
        one.price,
        one.spot,
      ),
    ),
  );
const spec: fc.Arbitrary<MachineSpec> = fc
  .record({
    cpu: fc.integer({ min: 1, max: 8 }),
    memoryGb: fc.integer({ min: 1, max: 32 }),
    storageGb: fc.integer({ min: 1, max: 100 }),
    spot: fc.boolean(),
    burstable: fc.boolean(),
  })
  .map((some) => ({ ...SPEC, ...some }));

it('a newer price book never changes a machine: neither its type nor its disk, whatever is in it', () => {
  let compared = 0;
  fc.assert(
    fc.property(spec, offers, offers, (wanted, old, newer) => {
      const first = chooseInstance(wanted, 'us-east-1', book(old));
      if (!first.ok) return;
      compared += 1;
      const { type: name, disk, ownDiskGb } = first.choice;
      const current = { provider: 'aws', region: 'us-east-1', type: name, disk, ownDiskGb, spec: wanted };
      const second = chooseInstance(wanted, 'us-east-1', book(newer), { current });
      expect(second).toMatchObject({ ok: true, choice: { type: name, disk, why: { type: 'kept' } } });
    }),
    { numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(300);
});
