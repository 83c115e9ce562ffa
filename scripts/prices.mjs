// Makes prices/ from a directory of CSV files: `npm run prices -- DIR`. The result is committed.
//
// DIR holds NAME.csv for each cloud, with the columns
//   region,instance_type,vcpu,memory_gib,gpu_count,gpu_model,gpu_memory_gib,arch,on_demand_usd_hour,spot_usd_hour,as_of
// (and disk_gb if the type has a disk of its own), and storage.csv with
//   provider,region,product,unit,usd_per_unit_month,as_of
// NAME.sources lists the sources of the prices, one a line; without that file, the book keeps its sources.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = dirname(import.meta.dirname);
const { CLOUD_NAMES, CLOUDS, encodeBook } = await loadSource();

const UNITS = { 'GB-month': 'GB-month', 'GiB-month': 'GB-month' };

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: npm run prices -- DIR');
  process.exit(64);
}
const storage = table(join(directory, 'storage.csv'));
mkdirSync(join(ROOT, 'prices'), { recursive: true });
let total = 0;
for (const provider of CLOUD_NAMES) {
  const rows = table(join(directory, `${provider}.csv`));
  const text = encodeBook({
    provider,
    asOf: rows.map((row) => row.as_of).reduce((a, b) => (a > b ? a : b)),
    monthHours: CLOUDS[provider].pricing.monthHours,
    sources: sourcesOf(provider),
    offers: offersOf(provider, rows),
    productPrices: productPricesOf(provider),
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

function sourcesOf(provider) {
  const file = join(directory, `${provider}.sources`);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().split('\n');
  const present = readFileSync(join(ROOT, 'prices', `${provider}.prices`), 'utf8');
  return Array.from(present.matchAll(/^source (.*)$/gm), ([, source]) => source);
}

function offersOf(provider, rows) {
  const types = new Map();
  const offers = new Map();
  for (const row of rows) {
    const type = {
      name: row.instance_type,
      vcpu: Number(row.vcpu),
      memoryGib: Number(row.memory_gib),
      arch: row.arch,
      burstable: CLOUDS[provider].pricing.burstable.test(row.instance_type),
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

function productPricesOf(provider) {
  const { bookProducts, sameEverywhere } = CLOUDS[provider].pricing;
  return storage
    .filter((row) => row.provider === provider && bookProducts.test(row.product))
    .map((row) => ({
      region: row.region === 'all' || sameEverywhere.includes(row.product) ? '*' : row.region,
      product: row.product,
      unit: UNITS[row.unit] ?? row.unit,
      price: row.usd_per_unit_month,
      asOf: row.as_of === '' ? null : row.as_of,
    }));
}

/** The rows of a CSV file without quotes, by the names in its header. */
function table(file) {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    if (cells.length !== names.length) throw new Error(`${file}: ${line}`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
  });
}

/** Loads the program's own encoder, so that there is only one. */
async function loadSource() {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        export { encodeBook } from './src/pricing/book/encode-book';
        export { CLOUD_NAMES, CLOUDS } from './src/clouds';`,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}
