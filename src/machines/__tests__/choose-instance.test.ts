import { book, offer, SPEC, type } from '../../pricing/__tests__/books';
import { bundled } from '../../pricing/__tests__/bundled';
import type { Offer, ProviderPrices } from '../../pricing/book/price-book';
import type { Choice } from '../choice';
import { chooseInstance } from '../choose-instance';
import type { ChooseOptions } from '../choose-instance';
import type { CurrentMachine, MachineSpec } from '../../resources/instance';

const REGION = 'us-east-1';
const SMALL = type('c5.large', 2, 4);
const LARGE = type('c5.xlarge', 4, 8);
const BURST = type('t3.medium', 2, 4, { burstable: true });
const OFFERS = [offer(SMALL, '0.085', '0.035'), offer(LARGE, '0.17'), offer(BURST, '0.0416', '0.0125')];
const PRICES = book(OFFERS);

function choose(
  spec: Partial<MachineSpec>,
  prices: ProviderPrices = PRICES,
  options: ChooseOptions = {},
): Choice {
  const chosen = chooseInstance({ ...SPEC, ...spec }, prices.regions[0]!, prices, options);
  if (!chosen.ok) throw new Error(`${chosen.message} ${chosen.hint}`);
  return chosen.choice;
}

function refusal(spec: Partial<MachineSpec>, prices = PRICES, region = REGION) {
  const chosen = chooseInstance({ ...SPEC, ...spec }, region, prices);
  if (chosen.ok) throw new Error(`chose ${chosen.choice.type}`);
  return chosen;
}

function running(machine: string, spec: Partial<MachineSpec> = {}): CurrentMachine {
  const disk = { type: 'gp3', sizeGb: 20, attached: false };
  return {
    provider: 'aws',
    region: REGION,
    type: machine,
    disk,
    ownDiskGb: null,
    spec: { ...SPEC, ...spec },
  };
}

describe('the cheapest type', () => {
  it('satisfies the spec in every dimension', () => {
    expect(choose({}).type).toBe('t3.medium');
    expect(choose({ cpu: 2.5 }).type).toBe('c5.xlarge');
    expect(choose({ memoryGb: 4.5 }).type).toBe('c5.xlarge');
  });

  it('is burstable only where the spec allows it', () => {
    expect(choose({ burstable: false }).type).toBe('c5.large');
  });

  it('is ranked by spot prices for a spot machine, without the types that lack one', () => {
    expect(choose({ spot: true }).rate.parts[0]).toMatchObject({ name: 't3.medium, spot', price: '0.0125' });
    expect(refusal({ spot: true, cpu: 4 }).message).toContain('at a spot price: at most 2 vCPU are offered');
  });

  it('comes with the number of candidates and the second cheapest', () => {
    expect(choose({}).why).toEqual({ type: 'cheapest', of: 3, next: 'c5.large' });
  });

  it.each([
    ['the larger memory', [offer(type('a', 2, 4), '1'), offer(type('b', 2, 8), '1')], 'b'],
    ['more vCPUs', [offer(type('a', 2, 4), '1'), offer(type('b', 4, 4), '1')], 'b'],
    [
      'a CPU of its own',
      [offer(type('z', 2, 4, { burstable: true }), '1'), offer(type('b', 2, 4), '1')],
      'b',
    ],
    [
      'the newer generation',
      [offer(type('c9.large', 2, 4), '1'), offer(type('c10.large', 2, 4), '1')],
      'c10.large',
    ],
  ])('of equals is the one with %s', (_, offers, expected) => {
    expect(choose({}, book(offers)).type).toBe(expected);
    expect(choose({}, book([...offers].reverse())).type).toBe(expected);
  });

  it.each([
    ['nvidia-t4', 'g4dn'],
    ['T4', 'g4dn'],
    ['nvidia-tesla-t4', 'g4dn'],
    ['nvidia-a100', 'p4d'],
    ['a100-40gb', 'p4d'],
    ['a100-80gb', 'p4de'],
    [null, 'g5g'],
  ])('with a GPU of type %s is %s', (gpuType, expected) => {
    const gpus: Offer[] = [
      offer(type('g5g', 4, 8, { gpu: { count: 1, model: 'T4G', memoryGib: 16 } }), '0.42'),
      offer(type('g4dn', 4, 16, { gpu: { count: 1, model: 'T4', memoryGib: 16 } }), '0.526'),
      offer(type('p4d', 96, 1152, { gpu: { count: 8, model: 'A100', memoryGib: 40 } }), '21.9'),
      offer(type('p4de', 96, 1152, { gpu: { count: 8, model: 'A100', memoryGib: 80 } }), '27.4'),
    ];
    expect(choose({ gpuCount: 1, gpuType }, book([...OFFERS, ...gpus])).type).toBe(expected);
  });
});

describe('if nothing fits', () => {
  it('the message says what is missing, and the hint names the nearest types', () => {
    const { message, hint } = refusal({ cpu: 64 });
    expect(message).toBe(
      'No machine of aws us-east-1 has 64 vCPU, 4 GiB on amd64: at most 4 vCPU are offered.',
    );
    expect(hint).toMatch(/^Nearest: c5\.xlarge \(4 vCPU, 8 GiB; lacks cpu\); /);
  });

  it('because no single machine has all of it, the message says so', () => {
    const split = book([offer(type('cpu', 8, 8), '1'), offer(type('memory', 2, 64), '1')]);
    expect(refusal({ cpu: 8, memoryGb: 64 }, split).message).toContain('no single machine has all of it');
  });

  it('because nobody offers that GPU, the message says so, and the hint names the near ones', () => {
    const gpus = book([offer(type('g', 4, 16, { gpu: { count: 1, model: 'A10G', memoryGib: 24 } }), '1')]);
    expect(refusal({ gpuCount: 1, gpuType: 'nvidia-a10' }, gpus)).toMatchObject({
      message: 'Nobody offers a GPU `nvidia-a10` in aws us-east-1.',
      hint: 'Did you mean `A10G`? The GPUs on offer: A10G.',
    });
    expect(refusal({ gpuCount: 1, gpuType: 'h900' }).hint).toBe('No GPUs are offered there.');
  });

  it('for an architecture, the message says that there are no such machines', () => {
    expect(refusal({ arch: 'arm64' }).message).toBe('There are no arm64 machines in aws us-east-1.');
  });

  it('because the book does not know the region, the nearest region is suggested', () => {
    expect(refusal({}, PRICES, 'us-east-2')).toMatchObject({
      code: 'unpriced-region',
      hint: 'Did you mean `us-east-1`?',
    });
  });
});

describe('a recorded type', () => {
  it('is kept while it satisfies the spec, however cheap others have become', () => {
    expect(choose({}, PRICES, { current: running('c5.large') })).toMatchObject({
      type: 'c5.large',
      why: { type: 'kept' },
    });
  });

  it('is kept when the spec is lowered', () => {
    expect(choose({ cpu: 1 }, PRICES, { current: running('c5.xlarge', { cpu: 4 }) }).type).toBe('c5.xlarge');
  });

  it('is kept when the spec is raised and it still satisfies it', () => {
    expect(choose({ cpu: 4 }, PRICES, { current: running('c5.xlarge') }).type).toBe('c5.xlarge');
  });

  it('is kept, unpriced, when it has left the book', () => {
    const { type: kept, rate } = choose({}, PRICES, { current: running('m1.small') });
    expect(kept).toBe('m1.small');
    expect(rate.monthly).toBeNull();
  });

  it('is replaced when it no longer satisfies the spec', () => {
    expect(choose({ cpu: 4 }, PRICES, { current: running('c5.large') }).type).toBe('c5.xlarge');
    expect(choose({ burstable: false }, PRICES, { current: running('t3.medium') }).type).toBe('c5.large');
  });

  it('is replaced on reselect', () => {
    expect(choose({}, PRICES, { current: running('c5.large'), reselect: true }).type).toBe('t3.medium');
  });

  it('is not kept in another region or cloud', () => {
    expect(choose({}, PRICES, { current: { ...running('c5.large'), region: 'eu-west-1' } }).type).toBe(
      't3.medium',
    );
    expect(choose({}, PRICES, { current: { ...running('c5.large'), provider: 'azure' } }).type).toBe(
      't3.medium',
    );
  });

  it('keeps its disk, which grows and never shrinks', () => {
    expect(choose({ storageGb: 5 }, PRICES, { current: running('c5.large') }).disk?.sizeGb).toBe(20);
    expect(choose({ storageGb: 50 }, PRICES, { current: running('c5.large') }).disk?.sizeGb).toBe(50);
    const reselect = { current: running('c5.large'), reselect: true };
    expect(choose({ storageGb: 5 }, PRICES, reselect).disk?.sizeGb).toBe(20);
  });
});

describe('the disk', () => {
  it('is the root disk on AWS, at least as large as images are', () => {
    expect(choose({ storageGb: 100 }).disk).toEqual({ type: 'gp3', sizeGb: 100, attached: false });
    expect(choose({ storageGb: 1 }).disk?.sizeGb).toBe(8);
    expect(choose({ storageGb: 20.2 }).disk?.sizeGb).toBe(21);
  });

  it('of a type is used where it is large enough, and a volume is attached where it is not', () => {
    const productPrices = [
      { region: '*', product: 'volume-block-storage', unit: 'GB-month', price: '0.1', asOf: null },
    ] as const;
    const plan = (diskGb: number | null) => [offer(type('s-2', 2, 4, { diskGb }), '0.03')];
    const on = (diskGb: number | null, storageGb: number) =>
      choose({ storageGb }, book(plan(diskGb), { provider: 'digitalocean', productPrices })).disk;
    expect(on(80, 80)).toBeNull();
    expect(on(80, 81)).toEqual({ type: 'volume', sizeGb: 81, attached: true });
    expect(on(null, 10)).toEqual({ type: 'volume', sizeGb: 10, attached: true });
  });

  it('counts in the choice: a dearer type with a disk is cheaper than a type and a volume', () => {
    const productPrices = [
      { region: '*', product: 'volume-block-storage', unit: 'GB-month', price: '0.1', asOf: null },
    ] as const;
    const offers = [
      offer(type('bare', 2, 4, { diskGb: 10 }), '0.03'),
      offer(type('full', 2, 4, { diskGb: 500 }), '0.04'),
    ];
    const prices = book(offers, { provider: 'digitalocean', monthHours: 672, productPrices });
    expect(choose({ storageGb: 10 }, prices).type).toBe('bare');
    expect(choose({ storageGb: 500 }, prices).type).toBe('full');
  });

  it('of every size on DigitalOcean and Vultr is in the book', () => {
    for (const cloud of ['digitalocean', 'vultr'] as const) {
      const prices = bundled(cloud);
      const types = prices.regions.flatMap((region) => (prices.offers(region) ?? []).map(({ type }) => type));
      expect(types.length).toBeGreaterThan(500);
      expect(types.filter(({ diskGb }) => diskGb === null)).toEqual([]);
    }
  });

  it('that comes with a size is not paid for twice', () => {
    const on = (provider: 'digitalocean' | 'vultr', region: string) => {
      const chosen = chooseInstance(
        { ...SPEC, cpu: 2, memoryGb: 4, storageGb: 80 },
        region,
        bundled(provider),
      );
      if (!chosen.ok) throw new Error(chosen.message);
      const { type, disk, rate } = chosen.choice;
      return { type, disk, month: Number(rate.monthly) };
    };
    expect(on('digitalocean', 'nyc3')).toEqual({ type: 's-2vcpu-4gb', disk: null, month: 24 });
    expect(on('vultr', 'ewr')).toEqual({ type: 'vc2-2c-4gb', disk: null, month: 20 });
  });

  it('on Azure is the cheapest priced one of the smallest tier that holds it', () => {
    const azure = bundled('azure');
    const on = (region: string, storageGb: number) => {
      const chosen = chooseInstance({ ...SPEC, storageGb }, region, azure);
      if (!chosen.ok) throw new Error(chosen.message);
      return { ...chosen.choice.disk, price: chosen.choice.rate.parts[1]?.price };
    };
    expect(on('westeurope', 100)).toMatchObject({ type: 'StandardSSD_LRS', sizeGb: 100, price: '9.6' });
    expect(on('eastus', 20)).toMatchObject({ type: 'StandardSSD_LRS', sizeGb: 30, price: '2.4' });
    expect(on('eastus', 100)).toMatchObject({ type: 'Premium_LRS', price: '19.71' });
    expect(on('japaneast', 100)).toMatchObject({ type: 'StandardSSD_LRS', price: null });
  });

  it('on Google is an unpriced Hyperdisk where the family takes nothing else', () => {
    const n4 = book([offer(type('n4-standard-2', 2, 8), '0.09')], { provider: 'google' });
    const { disk, rate } = choose({}, n4);
    expect(disk?.type).toBe('hyperdisk-balanced');
    expect(rate.parts[1]?.price).toBeNull();
  });
});
