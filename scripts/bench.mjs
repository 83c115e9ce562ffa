// Measures the speed of whole Helix processes: `npm run bench`. Prints tables and writes BENCHMARKS.md.
// `-- --sizes 10,1000`, `-- --applied 1000`, `-- --priced 1000`, `-- --reported 500`, `-- --files 1000`, `-- --recorded 0`, `-- --no-aws` and `-- --runs 3` shorten the run;
// `--out FILE` writes to another file; `--date DAY` sets the date.
// Nothing leaves this host: the cloud is `helix cloud serve` on loopback.
import { spawn, spawnSync } from 'node:child_process';
import { once as nextEvent } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { benchAws } from './bench-aws.mjs';
import { benchBackends } from './bench-backends.mjs';
import { benchContext } from './bench-context.mjs';
import { benchCost } from './bench-cost.mjs';
import { benchDocker } from './bench-docker.mjs';
import { benchPreview } from './bench-preview.mjs';
import { benchReports } from './bench-reports.mjs';
import { benchTerraform } from './bench-terraform.mjs';

const ROOT = dirname(import.meta.dirname);
const HELIX = join(ROOT, 'dist', 'helix.js');
const { values: flags } = parseArgs({
  allowNegative: true,
  options: {
    sizes: { type: 'string', default: '10,1000,10000,100000' },
    // Larger sizes are only planned: `recorded` measures their apply.
    applied: { type: 'string', default: '10000' },
    priced: { type: 'string', default: '10000' },
    // The changes of the saved plans that reports are made of.
    reported: { type: 'string', default: '500,10000' },
    files: { type: 'string', default: '50000' },
    runs: { type: 'string', default: '7' },
    out: { type: 'string', default: join(ROOT, 'BENCHMARKS.md') },
    aws: { type: 'boolean', default: true },
    docker: { type: 'boolean', default: true },
    recorded: { type: 'string', default: '100000' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});
const SIZES = flags.sizes.split(',').map(Number);
const RUNS = Number(flags.runs);

const scratch = mkdtempSync(join(tmpdir(), 'helix-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
// The result must not depend on the settings of the user who measures.
const env = { PATH: process.env.PATH, HOME: scratch, TZ: 'UTC', CI: '1', HELIX_API_KEY: 'bench' };
const peakReporter = join(scratch, 'peak.cjs');
writeFileSync(
  peakReporter,
  `process.on('exit', () => {
    const fs = require('node:fs');
    let io = '';
    try {
      io = fs.readFileSync('/proc/self/io', 'utf8');
    } catch {}
    fs.writeSync(3, process.resourceUsage().maxRSS + ' ' + (/wchar: (\\d+)/.exec(io)?.[1] ?? ''));
  });\n`,
);

const lines = [];
const cloud = await startCloud();
try {
  printHeading();
  benchColdStart();
  benchPlans();
  const tools = { scratch, env, helix: HELIX, root: ROOT, runs: RUNS };
  const acts = {
    makeProject,
    writeProject,
    run,
    expect,
    requireSuccess,
    measure,
    peakMemory,
    usageOf,
    timeRuns,
    say,
    table,
    row,
    count,
  };
  const bench = { ...tools, ...acts, ms, read: (file) => readFileSync(file, 'utf8') };
  benchTerraform(bench, SIZES, Number(flags.applied));
  benchCost(bench, Number(flags.priced));
  if (flags.reported !== '') benchReports(bench, flags.reported.split(',').map(Number));
  if (Number(flags.files) > 0) await benchContext(bench, Number(flags.files));
  if (flags.docker) await benchDocker(bench);
  await benchPreview(bench, flags);
  if (flags.aws) await benchAws(bench);
  if (Number(flags.recorded) > 0) await benchBackends(bench, Number(flags.recorded));
} finally {
  cloud.process.kill('SIGTERM');
  await nextEvent(cloud.process, 'close');
}
writeFileSync(resolve(flags.out), `${lines.join('\n')}\n`);

function printHeading() {
  const [cpu] = cpus();
  say('# Benchmarks');
  say();
  say(
    `Times of whole processes: the median of ${RUNS} runs after a warm-up, with the lowest and the highest in brackets. Written by \`npm run bench\`.`,
  );
  say();
  say(
    `${flags.date}; ${cpus().length} cores of ${cpu?.model.trim() ?? 'unknown make'}, ${gib(totalmem())} GiB of memory, ` +
      `${platform()} ${release()}, Node ${process.version}.`,
  );
}

function benchColdStart() {
  const project = makeProject('cold', 10);
  say();
  say('## Cold start');
  say();
  table(['command', 'time', 'peak memory']);
  row('`node -e 0`', measure(project, ['-e', '0']), peakMemory(project, ['-e', '0']));
  for (const words of [['--version'], ['validate'], ['estimate', '--cpu', '4', '--compare']]) {
    row(
      `\`helix ${words.join(' ')}\``,
      measure(project, [HELIX, ...words]),
      peakMemory(project, [HELIX, ...words]),
    );
  }
}

function benchPlans() {
  const applied = [];
  say();
  say('## `helix plan`');
  say();
  table(['clusters', 'plan', 'time', 'peak memory']);
  for (const size of SIZES) {
    const project = makeProject(`plan-${size}`, size);
    const plan = (name, expected) => {
      const words = [HELIX, 'plan'];
      expect(run(project, words), expected);
      row(count(size), name, measure(project, words), peakMemory(project, words));
    };
    plan('create all', `Plan: ${size} to add, 0 to change, 0 to destroy.`);
    if (size > Number(flags.applied)) continue;
    const create = timeOnce(
      project,
      ['apply'],
      `Apply complete! Resources: ${size} added, 0 changed, 0 destroyed.`,
    );
    plan('no change', 'Plan: 0 to add, 0 to change, 0 to destroy.');
    writeProject(project, size, 'medium');
    plan('one change', 'Plan: 0 to add, 1 to change, 0 to destroy.');
    applied.push([
      size,
      create,
      timeOnce(project, ['destroy'], `Destroy complete! Resources: ${size} destroyed.`),
    ]);
  }
  say();
  say('## `helix apply` and `helix destroy`');
  say();
  say('One run each, against `helix cloud serve --provision-ms 0` in another process on the same host.');
  say();
  table(['clusters', 'apply', 'destroy']);
  for (const [size, create, destroy] of applied) row(count(size), ms(create), ms(destroy));
}

/** Creates a project of `size` clusters. `head` is further text of helix.toml, before the clusters. */
function makeProject(name, size, head = '', named = size) {
  const project = join(scratch, name);
  mkdirSync(project);
  writeProject(project, size, 'small', head, named);
  requireSuccess(run(project, [HELIX, 'cloud', 'regions', '--update']), 'helix cloud regions --update');
  return project;
}

/** Writes a project of `size` clusters, the first of size `firstSize`; `named` is part of their ids. */
function writeProject(project, size, firstSize, head = '', named = size) {
  const clusters = Array.from(
    { length: size },
    (_, i) =>
      `[cloud.c${i}.helix]\ncluster_id = "bench-${named}-${i}"\nregion = "us-east-1"\nsize = "${i === 0 ? firstSize : 'small'}"\n` +
      (i % 10 === 0 ? 'ttl = "30d"\n' : ''),
  );
  writeFileSync(
    join(project, 'helix.toml'),
    `[project]\nname = "bench"\n\n[helix_cloud]\nendpoint = "${cloud.url}"\n\n${head}${clusters.join('\n')}`,
  );
}

/** Runs a command once and returns its duration in milliseconds. */
function timeOnce(project, [verb], line) {
  const from = process.hrtime.bigint();
  const ended = run(project, [HELIX, verb, '--auto-approve', '--no-refresh']);
  const took = Number(process.hrtime.bigint() - from) / 1e6;
  expect(ended, line);
  return took;
}

function run(cwd, words) {
  return spawnSync(process.execPath, words, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

function measure(cwd, words) {
  return timeRuns(() => requireSuccess(run(cwd, words), words.join(' ')), RUNS);
}

function timeRuns(act, runs) {
  if (runs > 1) act();
  const times = Array.from({ length: runs }, () => {
    const from = process.hrtime.bigint();
    act();
    return Number(process.hrtime.bigint() - from) / 1e6;
  }).sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  const spread = runs > 1 ? ` (${ms(times[0])} - ${ms(times.at(-1))})` : '';
  return `${ms(median)}${spread}`;
}

/** Returns the peak memory of a run of its own: measuring it would change the times. */
function peakMemory(cwd, words) {
  return usageOf(cwd, words).memory;
}

/** Also returns the bytes written to files, connections and output, on systems that count them. The process reports both at exit. */
function usageOf(cwd, words) {
  const ended = spawnSync(process.execPath, ['--require', peakReporter, ...words], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [memory, written] = requireSuccess(ended, words.join(' ')).output[3].split(' ');
  return {
    memory: `${Math.round(Number(memory) / 1024)} MiB`,
    written: written === '' ? 'not known' : `${Math.round(Number(written) / 1024)} KiB`,
  };
}

function expect(ended, line) {
  if (!requireSuccess(ended, line).stdout.includes(line))
    throw new Error(`expected ${line}\n${ended.stdout.slice(-2000)}`);
}

function requireSuccess(ended, what) {
  if (ended.status === 0) return ended;
  throw new Error(
    `${what} ended with ${ended.status}\n${ended.stdout?.slice(-2000)}\n${ended.stderr?.slice(-2000)}`,
  );
}

async function startCloud() {
  const words = [HELIX, 'cloud', 'serve', '--port', '0', '--provision-ms', '0'];
  const child = spawn(process.execPath, words, { cwd: scratch, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await nextEvent(createInterface(child.stdout), 'line');
  const url = /http:\/\/[\d.]+:\d+/.exec(line)?.[0];
  if (url === undefined) throw new Error(`unexpected output of helix cloud serve: ${line}`);
  return { process: child, url };
}

function table(columns) {
  row(...columns);
  row(...columns.map(() => '---'));
}

function row(...cells) {
  say(`| ${cells.join(' | ')} |`);
}

function say(line = '') {
  console.log(line);
  lines.push(line);
}

function count(number) {
  return number.toLocaleString('en-US');
}

function ms(number) {
  return number < 1000 ? `${Math.round(number)} ms` : `${(number / 1000).toFixed(2)} s`;
}

function gib(bytes) {
  return Math.round(bytes / 2 ** 30);
}
