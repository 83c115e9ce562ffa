import type { EstimateLine, Estimated } from '../../../machines/estimate';
import type { MachineSpec } from '../../../resources/instance';
import { simpleRate, UNPRICED } from '../../../pricing/rates';
import { estimateJson } from '../../json/estimate-json';
import { PLAIN_STYLE } from '../../style';
import { renderEstimate } from '../costs/estimate';
import { estimateCsv } from '../costs/estimate-csv';

const MACHINE = {
  name: 'c.large',
  vcpu: 2,
  memoryGib: 8,
  arch: 'amd64',
  burstable: false,
  gpu: null,
  diskGb: null,
} as const;
const SPEC: MachineSpec = {
  cpu: 2,
  memoryGb: 4,
  storageGb: 20,
  gpuCount: 0,
  gpuType: null,
  arch: 'amd64',
  spot: false,
  publicIp: true,
  burstable: true,
};

function line(more: Partial<EstimateLine>): EstimateLine {
  return {
    address: null,
    provider: 'aws',
    region: 'us-east-1',
    machine: MACHINE,
    size: MACHINE,
    seconds: null,
    total: null,
    rate: simpleRate('c.large', '0.1'),
    cheapest: false,
    ...more,
  };
}

function compared(lines: readonly EstimateLine[], more: Partial<Estimated> = {}): Estimated {
  return {
    lines,
    unavailable: [],
    spec: SPEC,
    seconds: null,
    cost: null,
    priceBooks: [],
    priceDates: [],
    now: '2026-11-30T09:00:00.000Z',
    ...more,
  };
}

const TWO = compared([
  line({ cheapest: true }),
  line({ provider: 'google', region: 'us-central1', rate: { ...UNPRICED, pricedAs: 'n2, "custom"' } }),
]);

test('a comparison is a table in which the cheapest is marked, and no price is not 0', () => {
  expect(renderEstimate(TWO, PLAIN_STYLE).split('\n').slice(0, 4)).toEqual([
    'Asked for: 2 vCPU, 4 GiB, 20 GB of disk, amd64, on demand.',
    'PROVIDER  REGION       TYPE          VCPU  MEMORY  PER HOUR  PER MONTH',
    'aws       us-east-1    c.large       2     8 GiB   $0.10     $73.00     <- cheapest',
    'google    us-central1  n2, "custom"  2     8 GiB   unpriced  unpriced',
  ]);
});

test('a cloud that has none stands below the table with its reason', () => {
  const missing = { provider: 'vultr', region: 'ewr', message: 'No GPU.', hint: 'Take another.' };
  const text = renderEstimate(compared([line({})], { unavailable: [missing] }), PLAIN_STYLE);
  expect(text).toContain('vultr ewr: No GPU.\n  Take another.\n');
});

test('CSV quotes what needs it, and leaves out what is not known', () => {
  expect(estimateCsv(TWO).split('\r\n')).toEqual([
    'address,provider,region,type,vcpu,memory_gib,hourly_usd,monthly_usd,duration_seconds,duration_usd,cheapest,unpriced',
    ',aws,us-east-1,c.large,2,8,0.1,73.00,,,true,',
    ',google,us-central1,"n2, ""custom""",2,8,,,,,false,all',
    '',
  ]);
});

test('JSON has the names that plans have, and null for what is not known', () => {
  const { estimates } = estimateJson(TWO) as { estimates: Record<string, unknown>[] };
  expect(estimates).toMatchObject([
    { provider: 'aws', hourlyCost: '0.1', monthlyCost: '73.00', cheapest: true },
    { provider: 'google', hourlyCost: null, monthlyCost: null, cheapest: false },
  ]);
});

test('a cluster shows its vCPU and memory, and prices say how old they are', () => {
  const cluster = line({
    provider: 'helix',
    machine: null,
    size: { vcpu: 4, memoryGib: 16 },
    rate: simpleRate('medium', '0.185'),
  });
  const priceDates = [
    { source: 'Helix Cloud', asOf: '2026-11-18' },
    { source: 'aws', asOf: '2025-03-30' },
  ];
  const text = renderEstimate(compared([cluster, line({})], { priceDates }), PLAIN_STYLE);
  expect(text).toMatch(/^helix +us-east-1 +medium +4 +16 GiB +\$0.185 +\$135.05$/m);
  expect(text.replace(/\s+/g, ' ')).toContain(
    'Prices: Helix Cloud 2026-11-18 (12 days old), aws 2025-03-30 (20 months old); in USD,',
  );
  expect(estimateCsv(compared([cluster]))).toContain(',helix,us-east-1,medium,4,16,0.185,135.05,');
});

test('a time that was asked for heads its column; what lives shorter is paid for that long', () => {
  const [DAY, lines] = [
    86_400,
    [line({ seconds: 86_400, total: '2.40' }), line({ seconds: 3600, total: '0.10' })],
  ];
  const text = renderEstimate(compared(lines, { seconds: DAY }), PLAIN_STYLE);
  expect(text).toContain('FOR 1d');
  expect(text).toMatch(/\$2\.40$/m);
  expect(text).toContain('$0.10 in 1h');
});
