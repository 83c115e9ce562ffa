import { estimateMachine } from '../estimate';
import type { EstimatePlaces } from '../estimate';
import { chooseAnywhere } from '../choose-anywhere';
import { chooseInstance } from '../choose-instance';
import { book, offer, SPEC, type } from '../../pricing/__tests__/books';

const CHEAP = book([offer(type('c.large', 2, 8), '0.05', '0.02'), offer(type('c.xlarge', 4, 16), '0.1')]);
const DEAR = book([offer(type('s-2vcpu-8gb', 2, 8, { diskGb: 80 }), '0.2')], {
  provider: 'digitalocean',
  offers: new Map([
    ['nyc3', [offer(type('s-2vcpu-8gb', 2, 8, { diskGb: 80 }), '0.2')]],
    ['ams3', [offer(type('s-2vcpu-8gb', 2, 8, { diskGb: 80 }), '0.04')]],
  ]),
  productPrices: [],
});
const BOOKS = new Map([CHEAP, DEAR].map((prices) => [prices.provider, prices]));

const estimate = (places: Partial<EstimatePlaces>, spec = SPEC, seconds: number | null = null) =>
  estimateMachine(spec, { show: 'one', provider: null, region: null, ...places }, BOOKS, seconds);

test('one machine is the one that a plan would take there', () => {
  const chosen = chooseInstance(SPEC, 'us-east-1', CHEAP);
  const { lines } = estimate({ provider: 'aws', region: 'us-east-1' });
  expect(lines).toMatchObject([
    { provider: 'aws', region: 'us-east-1', rate: chosen.ok && chosen.choice.rate, machine: { vcpu: 2 } },
  ]);
  expect(lines[0]?.cheapest).toBe(false);
});

test('without a cloud it is the one that `auto` would take', () => {
  const chosen = chooseAnywhere(SPEC, { books: [CHEAP, DEAR], regions: null });
  const { lines } = estimate({});
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ provider: 'digitalocean', region: 'ams3' });
  expect(lines[0]?.rate).toEqual(chosen.ok && chosen.choice.rate);
});

test('clouds are compared in their default regions, the cheapest first and marked', () => {
  const { lines, unavailable } = estimate({ show: 'clouds' });
  expect(lines.map(({ provider, region, cheapest }) => [provider, region, cheapest])).toEqual([
    ['aws', 'us-east-1', true],
    ['digitalocean', 'nyc3', false],
  ]);
  expect(unavailable).toEqual([]);
});

test('a region that is named is taken in the cloud that has it', () => {
  const { lines } = estimate({ show: 'clouds', region: 'ams3' });
  expect(lines.map(({ region, cheapest }) => [region, cheapest])).toEqual([
    ['ams3', true],
    ['us-east-1', false],
  ]);
});

test('a cloud that has no such machine is told of, with its reason', () => {
  const { lines, unavailable } = estimate({ show: 'clouds' }, { ...SPEC, spot: true });
  expect(lines).toMatchObject([{ provider: 'aws', cheapest: true }]);
  expect(unavailable).toMatchObject([{ provider: 'digitalocean', region: 'nyc3' }]);
  expect(unavailable[0]?.message).toContain('spot');
});

test('regions are ranked by price over all clouds, or in one', () => {
  const ranked = (provider: EstimatePlaces['provider']) =>
    estimate({ show: 'regions', provider }).lines.map(({ region }) => region);
  expect(ranked(null)).toEqual(['ams3', 'us-east-1', 'nyc3']);
});

test('a time is paid for by the hour, and a month of it by the month', () => {
  const [hours, month] = [3600 * 10, 730 * 3600].map(
    (seconds) => estimate({ provider: 'aws' }, SPEC, seconds).lines[0],
  );
  // 2 vCPU for $0.05, and 20 GB of gp3 at $1.60 a month.
  expect(hours?.total).toBe('0.52');
  expect(month?.total).toBe('38.10');
  expect(month?.rate.monthly).toBe('38.1');
});

test('where nothing fits there is no line, and never a smaller machine', () => {
  const { lines, unavailable } = estimate({ provider: 'aws', region: 'us-east-1' }, { ...SPEC, cpu: 64 });
  expect(lines).toEqual([]);
  expect(unavailable).toMatchObject([{ provider: 'aws', region: 'us-east-1' }]);
});
