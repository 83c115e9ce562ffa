import type { CloudName } from '../../clouds';
import { toCents } from '../amounts';
import { machineRate } from '../machine-rate';
import { bundled } from './bundled';

/**
 * Published prices of full months, each from another page than the price in the book, with the day on which it was read.
 * The clouds' live pages cannot be read here: the prices of a named page are those that a public note of that day quotes.
 * AWS and Azure publish an hour, and their calculators a month of 730.
 */
const PUBLISHED: readonly Published[] = [
  ...from('aws', 'us-east-1', 'data of aws.amazon.com/ec2/pricing/on-demand (index.json), 2026-10-09', [
    ['t3.medium', '30.37'],
    ['t4g.medium', '24.53'],
    ['t3.large', '60.74'],
    ['c6a.large', '55.85'],
    ['c7i.large', '65.15'],
    ['m7g.large', '59.57'],
    ['c6g.xlarge', '99.28'],
    ['c7a.xlarge', '149.85'],
    ['c8g.xlarge', '116.45'],
    ['m6a.xlarge', '126.14'],
    ['m7i.xlarge', '147.17'],
  ]),
  ...from('aws', 'us-east-1', 'infracost golden eks_node_group_test (AWS pricing API), 2024-07', [
    ['m5.large', '210.24', 3],
    ['m5.xlarge', '420.48', 3],
  ]),
  ...from('aws', 'us-east-1', 'factualminds.com, EC2 on-demand by family, 2026-06-17', [
    ['g5.xlarge', '734.38'],
  ]),
  ...from('aws', 'us-east-1', 'hacecuentas.com, EC2 by the month, 2026-04-17', [['c6i.2xlarge', '248.20']]),
  ...from('google', 'us-central1', 'gcloud-compute.com, 2026-10-04', [
    ['e2-standard-2', '48.92'],
    ['e2-standard-4', '97.84'],
    ['t2d-standard-4', '123.36'],
  ]),
  ...from(
    'google',
    'us-central1',
    'infracost golden container_node_pool_test (Cloud Billing catalogue), 2024-07',
    [['e2-medium', '73.38', 3]],
  ),
  // These are with the discount that Google gives for a full month of use, which no other machine type has.
  ...from(
    'google',
    'us-central1',
    'infracost golden compute_instance_test (Cloud Billing catalogue), 2024-07',
    [
      ['n2-standard-8', '226.87', 0.8],
      ['n1-standard-16', '388.36', 0.7],
      ['g2-standard-4', '515.99'],
    ],
  ),
  ...from('google', 'us-central1', 'infracost output of JamesWoolfenden/terraform-gcp-cluster', [
    ['n1-standard-2', '48.54', 0.7],
  ]),
  ...from('azure', 'eastus', 'prices.azure.com/api/retail/prices, 2026-10-09', [
    ['Standard_B2s', '30.37'],
    ['Standard_B4ms', '121.18'],
    ['Standard_F4s_v2', '123.37'],
    ['Standard_D4as_v5', '125.56'],
  ]),
  ...from('azure', 'eastus', 'Azure Cost Reference of the deploy-to-AKS skill, 2025-06', [
    ['Standard_B2ms', '60.74'],
    ['Standard_D2s_v5', '70.08'],
    ['Standard_D4s_v5', '140.16'],
  ]),
  ...from(
    'azure',
    'eastus',
    'infracost golden linux_virtual_machine_test (Azure Retail Prices API), 2024-07',
    [['Standard_B1s', '7.59']],
  ),
  ...from('azure', 'eastus', 'pay-as-you-go column of a guide to Azure Spot VMs, 2026', [
    ['Standard_D8s_v5', '280.32'],
    ['Standard_E4s_v5', '183.96'],
  ]),
  ...from('digitalocean', 'fra1', 'docs.digitalocean.com/release-notes, 2024-09-18', [
    ['g-60vcpu-240gb-intel', '2269.00'],
    ['c-60-intel', '1639.00'],
    ['m-48vcpu-384gb-intel', '2376.00'],
    ['so-48vcpu-384gb-intel', '3144.00'],
  ]),
  ...from('digitalocean', 'nyc3', 'digitalocean.com/pricing/droplets, 2026-10-09', [
    ['s-2vcpu-4gb', '24.00'],
    ['s-4vcpu-8gb', '48.00'],
    ['s-8vcpu-16gb', '96.00'],
    ['c-2', '42.00'],
    ['c-4', '84.00'],
    ['c-8', '168.00'],
    ['g-4vcpu-16gb', '126.00'],
  ]),
  ...from('digitalocean', 'fra1', 'price change announced for 2022-07-01, gist colinwilson/cd31bde012f6', [
    ['s-1vcpu-512mb-10gb', '4.00'],
    ['s-1vcpu-1gb', '6.00'],
    ['s-1vcpu-2gb', '12.00'],
    ['s-2vcpu-2gb', '18.00'],
    ['s-2vcpu-4gb-amd', '28.00'],
  ]),
  ...from('vultr', 'ewr', 'api.vultr.com/v2/plans, 2026-10-09', [
    ['vc2-2c-4gb', '20.00'],
    ['vc2-4c-8gb', '40.00'],
    ['vhf-2c-4gb', '24.00'],
    ['vhf-3c-8gb', '48.00'],
    ['vhf-4c-16gb', '96.00'],
    ['vhp-2c-4gb-amd', '24.00'],
    ['vhp-4c-8gb-amd', '48.00'],
    ['voc-c-2c-4gb-50s-amd', '40.00'],
    ['voc-c-4c-8gb-75s-amd', '80.00'],
    ['voc-g-4c-16gb-80s-amd', '120.00'],
  ]),
  ...from('vultr', 'ewr', 'api.vultr.com/v2/plans, 2026-09-30', [
    ['vc2-1c-1gb', '5.00'],
    ['vhf-1c-1gb', '6.00'],
    ['voc-c-32c-64gb-500s-amd', '640.00'],
  ]),
  ...from('vultr', 'ewr', 'rows of api.vultr.com/v2/plans in tests of a public price mirror, 2026', [
    ['vhf-8c-32gb', '192.00'],
    ['vhp-2c-2gb-amd', '18.00'],
    ['vhp-8c-16gb-amd', '96.00'],
    ['voc-g-2c-8gb-50s-amd', '60.00'],
    ['voc-c-8c-16gb-150s-amd', '160.00'],
    ['voc-c-16c-32gb-300s-amd', '320.00'],
    ['voc-m-16c-128gb-800s-amd', '640.00'],
    ['voc-g-32c-128gb-640s-amd', '960.00'],
    ['voc-g-96c-256gb-1280s-amd', '3840.00'],
  ]),
];

interface Published {
  readonly provider: CloudName;
  readonly region: string;
  readonly source: string;
  readonly type: string;
  readonly monthly: string;
  /** The published price as a multiple of one month's list price: a number of machines, or a discount. */
  readonly times: number;
}

function from(
  provider: CloudName,
  region: string,
  source: string,
  rows: readonly (readonly [type: string, monthly: string, times?: number])[],
): Published[] {
  return rows.map(([type, monthly, times = 1]) => ({ provider, region, source, type, monthly, times }));
}

function monthOf({ provider, region, type }: Published): string {
  const machine = { region, type, spot: false, disk: null, publicIp: false };
  const { monthly } = machineRate(machine, bundled(provider));
  return monthly === null ? 'unpriced' : toCents(monthly);
}

test.each(PUBLISHED)('$provider $type costs $monthly ($times x) a month, as in $source', (published) => {
  const { monthly, times } = published;
  const ours = monthOf(published);
  if (times === 1) expect(ours).toBe(monthly);
  // Both sides of a multiple are rounded to the cent, each once.
  else
    expect(Math.abs(Number(ours) * times - Number(monthly))).toBeLessThanOrEqual(0.005 * (times + 1) + 1e-9);
});

/** Machines with a disk or a public address, each the sum of prices on one page. */
const WITH_PARTS = [
  {
    source: 'infracost golden instance_test (AWS pricing API), 2024-07: t3.medium, 20 GB of gp3',
    provider: 'aws',
    machine: { region: 'us-east-1', type: 't3.medium', disk: { type: 'gp3', sizeGb: 20, attached: false } },
    publicIp: false,
    monthly: 31.97,
  },
  {
    source: 'the AWS news blog of 2023-07-28, $0.005 an hour for each public IPv4 address',
    provider: 'aws',
    machine: { region: 'us-east-1', type: 't4g.medium', disk: null },
    publicIp: true,
    monthly: 24.53 + 3.65,
  },
  {
    source: 'infracost golden linux_virtual_machine_test, 2024-07: Standard_B1s, E4',
    provider: 'azure',
    machine: {
      region: 'eastus',
      type: 'Standard_B1s',
      disk: { type: 'StandardSSD_LRS', sizeGb: 32, attached: false },
    },
    publicIp: false,
    monthly: 9.99,
  },
] as const;

test.each(WITH_PARTS)(
  '$machine.type costs $monthly with its parts, within 2 %, as in $source',
  (published) => {
    const { provider, machine, publicIp, monthly } = published;
    const ours = Number(machineRate({ ...machine, publicIp, spot: false }, bundled(provider)).monthly);
    expect(Math.abs(ours - monthly) / monthly).toBeLessThan(0.02);
  },
);

test('the disks of the largest droplets are those of the release notes of 2024-09-18', () => {
  const types = ['g-60vcpu-240gb-intel', 'c-60-intel', 'm-48vcpu-384gb-intel', 'so-48vcpu-384gb-intel'];
  const book = bundled('digitalocean');
  expect(types.map((name) => book.typeNamed(name)?.diskGb)).toEqual([900, 750, 1200, 7000]);
});

test('seventy configurations or more are compared, over five clouds', () => {
  expect(PUBLISHED.length + WITH_PARTS.length).toBeGreaterThanOrEqual(70);
  expect(new Set(PUBLISHED.map(({ provider }) => provider)).size).toBe(5);
});
