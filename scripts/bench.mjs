// How fast Helix is, measured on whole processes: `npm run bench`. Prints its tables and writes BENCHMARKS.md.
// `-- --sizes 10,1000`, `-- --applied 1000`, `-- --priced 1000`, `-- --recorded 0`, `-- --no-aws` and `-- --runs 3` make it shorter;
// `--out FILE` writes elsewhere; `--date DAY` names the day.
// Nothing leaves this machine: the cloud is `helix cloud serve` on loopback.
import { spawn, spawnSync } from 'node:child_process';
import { once as happens } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { aws } from './bench-aws.mjs';
import { backends } from './bench-backends.mjs';
import { cost } from './bench-cost.mjs';
import { terraform } from './bench-terraform.mjs';

const ROOT = dirname(import.meta.dirname);
const HELIX = join(ROOT, 'dist', 'helix.js');
const { values: flags } = parseArgs({
  allowNegative: true,
  options: {
    sizes: { type: 'string', default: '10,1000,10000,100000' },
    // More than so many are planned, and not applied: that is measured on recorded ones.
    applied: { type: 'string', default: '10000' },
    priced: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '7' },
    out: { type: 'string', default: join(ROOT, 'BENCHMARKS.md') },
    aws: { type: 'boolean', default: true },
    recorded: { type: 'string', default: '100000' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});
const SIZES = flags.sizes.split(',').map(Number);
const RUNS = Number(flags.runs);

const scratch = mkdtempSync(join(tmpdir(), 'helix-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
// A plan of a project must not depend on who measures it.
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
  heading();
  coldStart();
  plans();
  const tools = { scratch, env, helix: HELIX, root: ROOT, runs: RUNS };
  const acts = {
    makeProject,
    writeProject,
    run,
    expect,
    succeeded,
    measured,
    peak,
    used,
    timed,
    say,
    table,
    row,
    count,
  };
  const bench = { ...tools, ...acts, ms, read: (file) => readFileSync(file, 'utf8') };
  terraform(bench, SIZES, Number(flags.applied));
  cost(bench, Number(flags.priced));
  if (flags.aws) await aws(bench);
  if (Number(flags.recorded) > 0) await backends(bench, Number(flags.recorded));
} finally {
  cloud.process.kill('SIGTERM');
  await happens(cloud.process, 'close');
}
writeFileSync(resolve(flags.out), `${lines.join('\n')}\n`);

function heading() {
  const [cpu] = cpus();
  say('# Benchmarks');
  say();
  say(
    `Whole processes, the median of ${RUNS} runs after a warm-up (lowest and highest in brackets); written by \`npm run bench\`.`,
  );
  say();
  say(
    `${flags.date}; ${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown make'}, ${gib(totalmem())} GiB of memory, ` +
      `${platform()} ${release()}, Node ${process.version}.`,
  );
}

function coldStart() {
  const project = makeProject('cold', 10);
  say();
  say('## Cold start');
  say();
  table(['command', 'time', 'peak memory']);
  row('`node -e 0`', measured(project, ['-e', '0']), peak(project, ['-e', '0']));
  for (const words of [['--version'], ['validate'], ['estimate', '--cpu', '4', '--compare']]) {
    row(
      `\`helix ${words.join(' ')}\``,
      measured(project, [HELIX, ...words]),
      peak(project, [HELIX, ...words]),
    );
  }
}

function plans() {
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
      row(count(size), name, measured(project, words), peak(project, words));
    };
    plan('create all', `Plan: ${size} to add, 0 to change, 0 to destroy.`);
    if (size > Number(flags.applied)) continue;
    const create = once(
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
      once(project, ['destroy'], `Destroy complete! Resources: ${size} destroyed.`),
    ]);
  }
  say();
  say('## `helix apply` and `helix destroy`');
  say();
  say('Once, against `helix cloud serve --provision-ms 0` in a process of its own on the same machine.');
  say();
  table(['clusters', 'apply', 'destroy']);
  for (const [size, create, destroy] of applied) row(count(size), ms(create), ms(destroy));
}

/** `head`: what helix.toml begins with besides. */
function makeProject(name, size, head = '', named = size) {
  const project = join(scratch, name);
  mkdirSync(project);
  writeProject(project, size, 'small', head, named);
  succeeded(run(project, [HELIX, 'cloud', 'regions', '--update']), 'helix cloud regions --update');
  return project;
}

/** A project of as many clusters, of which the first has that size; `named`: what their ids say. */
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

/** How long one run took, in milliseconds. */
function once(project, [verb], line) {
  const from = process.hrtime.bigint();
  const ended = run(project, [HELIX, verb, '--auto-approve', '--no-refresh']);
  const took = Number(process.hrtime.bigint() - from) / 1e6;
  expect(ended, line);
  return took;
}

function run(cwd, words) {
  return spawnSync(process.execPath, words, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

function measured(cwd, words) {
  return timed(() => succeeded(run(cwd, words), words.join(' ')), RUNS);
}

function timed(act, runs) {
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

/** The most memory that the process held at once; not in the runs that are timed. */
function peak(cwd, words) {
  return used(cwd, words).memory;
}

/** Also what it wrote to files, connections and its output together, where the system tells; both asked of itself at its end. */
function used(cwd, words) {
  const ended = spawnSync(process.execPath, ['--require', peakReporter, ...words], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [memory, written] = succeeded(ended, words.join(' ')).output[3].split(' ');
  return {
    memory: `${Math.round(Number(memory) / 1024)} MiB`,
    written: written === '' ? 'not told' : `${Math.round(Number(written) / 1024)} KiB`,
  };
}

function expect(ended, line) {
  if (!succeeded(ended, line).stdout.includes(line))
    throw new Error(`expected ${line}\n${ended.stdout.slice(-2000)}`);
}

function succeeded(ended, what) {
  if (ended.status === 0) return ended;
  throw new Error(
    `${what} ended with ${ended.status}\n${ended.stdout?.slice(-2000)}\n${ended.stderr?.slice(-2000)}`,
  );
}

async function startCloud() {
  const words = [HELIX, 'cloud', 'serve', '--port', '0', '--provision-ms', '0'];
  const child = spawn(process.execPath, words, { cwd: scratch, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await happens(createInterface(child.stdout), 'line');
  const url = /http:\/\/[\d.]+:\d+/.exec(line)?.[0];
  if (url === undefined) throw new Error(`helix cloud serve said: ${line}`);
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
