// The part of `npm run bench` that measures the overhead of prices: a plan with prices against the same plan without.
import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Plans `size` clusters with and without prices, and `size` machines that are sized and priced from the book. */
export function benchCost(
  { scratch, root, runs, helix, makeProject, run, expect, peakMemory, say, table, row, count, ms },
  size,
) {
  say();
  say('## Prices');
  say();
  const files = readdirSync(join(root, 'prices')).map((name) => statSync(join(root, 'prices', name)).size);
  const bytes = files.reduce((sum, one) => sum + one, 0);
  say(
    `The price book of the package is ${Math.round(bytes / 1000)} kB in ${files.length} files. Plans with and without prices`,
  );
  say('were run alternately; the difference is between their medians.');
  say();
  table(['resources', 'plan, create all', 'time', 'peak memory']);
  const project = makeProject('priced', size);
  const lock = join(project, 'helix.lock.json');
  const kept = join(scratch, 'priced.lock.json');
  const words = [helix, 'plan'];
  const times = { priced: [], unpriced: [] };
  const memory = {};
  const planOnce = (name, keep) => {
    const from = process.hrtime.bigint();
    const ended = run(project, words);
    const took = Number(process.hrtime.bigint() - from) / 1e6;
    expect(ended, `Plan: ${size} to add, 0 to change, 0 to destroy.`);
    expect(ended, name === 'priced' ? 'Cost: $0.00 -> ' : 'Cost: not known.');
    if (keep) times[name].push(took);
    else memory[name] = peakMemory(project, words);
  };
  // Alternately, so that other load on the host affects both alike; the first run of each is a warm-up.
  for (let i = 0; i <= runs; i += 1) {
    planOnce('priced', i > 0);
    renameSync(lock, kept);
    planOnce('unpriced', i > 0);
    renameSync(kept, lock);
  }
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const [priced, unpriced] = [median(times.priced), median(times.unpriced)];
  row(`${count(size)} clusters`, 'unpriced', ms(unpriced), memory.unpriced);
  const more = ((priced / unpriced - 1) * 100).toFixed(1);
  row(`${count(size)} clusters`, 'priced', `${ms(priced)} (${more} % more)`, memory.priced);
  const machines = machineProject(join(scratch, 'machines'), size);
  const planned = [];
  for (let i = 0; i <= runs; i += 1) {
    const from = process.hrtime.bigint();
    const ended = run(machines, words);
    if (i > 0) planned.push(Number(process.hrtime.bigint() - from) / 1e6);
    expect(ended, 'Cost: $0.00 -> ');
  }
  row(`${count(size)} machines`, 'sized and priced', ms(median(planned)), peakMemory(machines, words));
}

function machineProject(directory, size) {
  mkdirSync(directory);
  const head =
    '[blueprint]\nname = "bench"\n\n[blueprint.resources]\nmin_cpu = 2\nmin_memory_gb = 4\nmin_storage_gb = 20\n\n';
  const tables = Array.from(
    { length: size },
    (_, i) => `[deploy.m${i}]\nprovider = "aws"\nregion = "us-east-1"\nimage = "nginx:1.27"\n`,
  );
  writeFileSync(join(directory, 'Blueprint.toml'), head + tables.join('\n'));
  return directory;
}
