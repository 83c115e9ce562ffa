import fc from 'fast-check';
import { EXHAUSTIVE } from '../../exhaustive';
import { bundled } from '../../../src/pricing/__tests__/bundled';
import { diskPrice } from '../../../src/pricing/disk-price';
import type { Offer, ProviderPrices } from '../../../src/pricing/book/price-book';
import { chooseInstance } from '../../../src/machines/choose-instance';
import { attachesVolumes, plannedDisk } from '../../../src/machines/planned-disk';
import type { MachineSpec } from '../../../src/resources/instance';

const RUNS = EXHAUSTIVE ? 10_000 : 2000;
/** Fixed, so that a failure is everybody's. */
const SEED = 20_261_120;

const GPUS = [null, 'nvidia-t4', 'A100', 'nvidia-a100-80gb', 'h100', 'l4', 'A10G', 'l40s', 'mi300x', 'a16'];

function specs(prices: ProviderPrices): fc.Arbitrary<[MachineSpec, string]> {
  const figure = (...common: number[]): fc.Arbitrary<number> =>
    fc.oneof(
      fc.constantFrom(...common),
      fc.integer({ min: 1, max: 260 }),
      fc.double({ min: 0.1, max: 40, noNaN: true }),
    );
  const spec = fc.record({
    cpu: figure(0.5, 1, 2, 4, 8, 16, 32, 64),
    memoryGb: fc.oneof(figure(1, 2, 4, 8, 16, 32, 64, 128), fc.integer({ min: 1, max: 2000 })),
    storageGb: fc.constantFrom(10, 20, 100, 500),
    gpuCount: fc.constantFrom(0, 0, 0, 1, 1, 2, 4, 8),
    gpuType: fc.constantFrom(...GPUS),
    arch: fc.constantFrom('amd64', 'amd64', 'amd64', 'arm64'),
    spot: fc.boolean(),
    publicIp: fc.boolean(),
    burstable: fc.boolean(),
  });
  return fc.tuple(
    spec.map((one) => (one.gpuCount === 0 ? { ...one, gpuType: null } : one) as MachineSpec),
    fc.constantFrom(...prices.regions),
  );
}

/** The search that nobody can get wrong: every offer in its own words, by its month with the volume that it needs. */
function bruteForce(
  spec: MachineSpec,
  offers: readonly Offer[],
  region: string,
  prices: ProviderPrices,
): number {
  const models: Record<string, [string, number]> = {
    'nvidia-t4': ['T4', 0],
    A100: ['A100', 0],
    'nvidia-a100-80gb': ['A100', 80],
    h100: ['H100', 0],
    l4: ['L4', 0],
    A10G: ['A10G', 0],
    l40s: ['L40S', 0],
    mi300x: ['MI300X', 0],
    a16: ['A16', 0],
  };
  let least = Number.POSITIVE_INFINITY;
  for (const { type, onDemand, spot } of offers) {
    const price = spec.spot ? spot : onDemand;
    if (price === null || type.arch !== spec.arch) continue;
    if (type.vcpu < spec.cpu || type.memoryGib < spec.memoryGb) continue;
    if (type.burstable && !spec.burstable) continue;
    if (spec.gpuCount > 0) {
      if (type.gpu === null || type.gpu.count < spec.gpuCount) continue;
      const [model, memory] = spec.gpuType === null ? [type.gpu.model, 0] : models[spec.gpuType]!;
      if (type.gpu.model !== model || type.gpu.memoryGib < memory) continue;
    }
    const disk = plannedDisk(spec, type, region, prices);
    const volume = disk?.attached === true ? Number(diskPrice(disk, region, prices)?.monthly ?? 0) : 0;
    least = Math.min(least, Number(price) * prices.monthHours + volume);
  }
  return least;
}

describe.each(['aws', 'google', 'azure', 'digitalocean', 'vultr', 'fly'] as const)('on %s', (provider) => {
  it(`what is chosen never falls below the request and is the cheapest that does not, over ${RUNS} specs`, () => {
    const prices = bundled(provider);
    let found = 0;
    fc.assert(
      fc.property(specs(prices), ([spec, region]) => {
        const least = bruteForce(spec, prices.offers(region) ?? [], region, prices);
        const chosen = chooseInstance(spec, region, prices);
        if (!chosen.ok) {
          expect(least).toBe(Number.POSITIVE_INFINITY);
          expect(chosen.code).toBe('nothing-fits');
          return;
        }
        found += 1;
        const type = prices.typeNamed(chosen.choice.type)!;
        const price = prices.offer(region, type.name)!;
        // The offer alone must serve, and cost what the search found.
        if (bruteForce(spec, [price], region, prices) > least + 1e-6) {
          throw new Error(`${type.name} for ${JSON.stringify(spec)} in ${region}, cheapest is ${least}`);
        }
        const ownGb = attachesVolumes(provider) ? (type.diskGb ?? 0) : 0;
        const diskGb = chosen.choice.disk?.sizeGb ?? ownGb;
        if (diskGb < spec.storageGb) throw new Error('the disk is too small');
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(found).toBeGreaterThan(RUNS / 50);
  });
});
