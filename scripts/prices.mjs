// Makes prices/ from a directory of CSV files with figures: `npm run prices -- DIR`. The result is committed.
//
// DIR holds aws.csv, google.csv, azure.csv, digitalocean.csv, vultr.csv and fly.csv, each with the columns
//   region,instance_type,vcpu,memory_gib,gpu_count,gpu_model,gpu_memory_gib,arch,on_demand_usd_hour,spot_usd_hour,as_of
// (and disk_gb, where the plan's own disk is known), and storage.csv with
//   provider,region,product,unit,usd_per_unit_month,as_of
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = dirname(import.meta.dirname);
const { encodeBook, isBurstable, PRICED_PROVIDERS } = await fromSource();

/** DigitalOcean charges at most 672 hours of a month. */
const MONTH_HOURS = { digitalocean: 672 };
const UNITS = { 'GB-month': 'GB-month', 'GiB-month': 'GB-month' };
/** What a plan prices beside machines. */
const PRODUCTS =
  /^(ebs-gp3|pd-balanced|(premium|standard)-ssd-[pe]\d+-lrs-\d+gib|volume-block-storage|block-storage-nvme|volume|public-ipv4-.*|external-ipv4-in-use-vm|dedicated-ipv4|ecr-private-storage|artifact-registry-storage|container-registry-.*)$/;
/** AWS announced one price of public IPv4 addresses for all of its regions, from February 2024. */
const EVERYWHERE = new Set(['aws public-ipv4-address']);

const SOURCES = {
  aws: [
    'on demand, us-east-1: generated price table of aws/karpenter-provider-aws, 2026-07-20',
    'on demand, other regions: AWS price list as published by yeo/ec2.shop, 2025-04-04',
    'on demand and spot of p4d, p4de, p5 outside us-east-1, spot of p3: skypilot-org/skypilot-catalog v8, about 2025-12',
    'other spot: on demand less the savings of the AWS Spot Advisor (whole percents) in alexei-led/spotinfo, 2025-06-28',
    'machine types: instance type reference of aws/karpenter-provider-aws, 2026-08',
    'EBS: yeo/ec2.shop, 2024-07-18; ECR and public IPv4 (one price in all regions): infracost test goldens, 2024-07',
  ],
  google: [
    'on demand and spot: initial prices of cloudpilot-ai/karpenter-provider-gcp and pricing.yml of Cyclenerd/google-cloud-pricing-cost-calculator, 2026-07-30',
    'machine types and their regions: Cyclenerd/google-cloud-pricing-cost-calculator, 2026-08-20',
    'attached T4 and V100 (TYPE+COUNTxGPU): host as above plus GPU of skypilot-org/skypilot-catalog v8, undated',
    'persistent disks and IPv4: Cyclenerd/google-cloud-pricing-cost-calculator, 2026-07-30; Artifact Registry: infracost test goldens, 2024-07',
  ],
  azure: [
    'on demand, most regions: generated price table of Azure/karpenter-provider-azure, 2026-06-18, implausible rows left out',
    'on demand and spot of five European regions: Azure Retail Prices API in andy-diericks/azure-pricing-radar, 2026-08-22',
    'machine types: sizes by family name',
    'disks of those five regions: the same snapshots, 2026-08-22; eastus disks, public IP and registry: infracost test goldens, 2024-07',
  ],
  digitalocean: [
    'CPU droplets: doctl compute size list, 2025-09; an hour is a month / 672',
    'GPU droplets: DigitalOcean documentation, 2026-05-28, and doctl, 2025-12',
    'volumes: public code that quotes them, 2026-02-05; registry: DigitalOcean documentation, undated',
    'sizes are listed in all regions: which size is in stock where was not in a source',
  ],
  vultr: [
    'CPU plans: vultr-cli plans list, confirmed in mid 2026; an hour is a month / 730',
    'GPU plans: plan list copied from the API in mid 2024; A16-6c 2026-07-20',
    'block storage: rvnheaxf/vultr-pricing-analysis, 2026-07',
  ],
  fly: [
    'machines: formula and markups of superfly/docs about/pricing, 2026-10-09',
    'PRESET alone has its included memory; PRESET:NNNmb has more',
    'volumes and IPv4: superfly/docs about/pricing, 2026-10-09',
  ],
};

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: npm run prices -- DIR');
  process.exit(64);
}
const storage = table(join(directory, 'storage.csv'));
mkdirSync(join(ROOT, 'prices'), { recursive: true });
let total = 0;
for (const provider of PRICED_PROVIDERS) {
  const rows = table(join(directory, `${provider}.csv`));
  const text = encodeBook({
    provider,
    asOf: rows.map((row) => row.as_of).reduce((a, b) => (a > b ? a : b)),
    monthHours: MONTH_HOURS[provider] ?? 730,
    sources: SOURCES[provider],
    offers: offersOf(provider, rows),
    figures: figuresOf(provider),
  });
  writeFileSync(join(ROOT, 'prices', `${provider}.prices`), text);
  total += text.length;
  console.log(
    `prices/${provider}.prices`.padEnd(30),
    String(rows.length).padStart(6),
    'offers',
    String(text.length).padStart(8),
    'bytes',
  );
}
console.log(''.padEnd(44), String(total).padStart(8), 'bytes');

function offersOf(provider, rows) {
  const types = new Map();
  const offers = new Map();
  for (const row of rows) {
    const type = {
      name: row.instance_type,
      vcpu: Number(row.vcpu),
      memoryGib: Number(row.memory_gib),
      arch: row.arch,
      burstable: isBurstable(provider, row.instance_type),
      gpu:
        row.gpu_count === '0'
          ? null
          : { count: Number(row.gpu_count), model: row.gpu_model, memoryGib: Number(row.gpu_memory_gib) },
      diskGb: row.disk_gb ? Number(row.disk_gb) : null,
    };
    const known = types.get(type.name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(type)) {
      throw new Error(`${provider} ${type.name} has two sizes`);
    }
    types.set(type.name, type);
    const list = offers.get(row.region) ?? [];
    list.push({
      type,
      onDemand: row.on_demand_usd_hour,
      spot: row.spot_usd_hour === '' ? null : row.spot_usd_hour,
      asOf: row.as_of,
    });
    offers.set(row.region, list);
  }
  return offers;
}

function figuresOf(provider) {
  return storage
    .filter((row) => row.provider === provider && PRODUCTS.test(row.product))
    .map((row) => ({
      region: row.region === 'all' || EVERYWHERE.has(`${provider} ${row.product}`) ? '*' : row.region,
      product: row.product,
      unit: UNITS[row.unit] ?? row.unit,
      price: row.usd_per_unit_month,
      asOf: row.as_of === '' ? null : row.as_of,
    }));
}

/** The files have no quotes. */
function table(file) {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    if (cells.length !== names.length) throw new Error(`${file}: ${line}`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
  });
}

/** The encoder is the program's own, so that there is one. */
async function fromSource() {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        export { encodeBook } from './src/pricing/book/encode-book';
        export { isBurstable } from './src/pricing/book/burstable';
        export { PRICED_PROVIDERS } from './src/pricing/book/price-book';`,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}
