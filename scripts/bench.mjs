// How fast Helix is, measured on whole processes: `npm run bench`. Prints its tables and writes BENCHMARKS.md.
// `-- --sizes 10,1000`, `-- --recorded 0` and `-- --runs 3` make it shorter; `--out FILE` writes elsewhere; `--date DAY` names the day.
// Nothing leaves this machine: the cloud is `helix cloud serve` on loopback.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { backends } from './bench-backends.mjs';

const ROOT = dirname(import.meta.dirname);
const HELIX = join(ROOT, 'dist', 'helix.js');
const { values: flags } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,1000,10000' },
    runs: { type: 'string', default: '7' },
    out: { type: 'string', default: join(ROOT, 'BENCHMARKS.md') },
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
  "process.on('exit', () => require('node:fs').writeSync(3, String(process.resourceUsage().maxRSS)));\n",
);

const lines = [];
const cloud = await startCloud();
try {
  heading();
  coldStart();
  plans();
  terraformPlans();
  if (Number(flags.recorded) > 0) {
    const tools = {
      scratch,
      env,
      helix: HELIX,
      makeProject,
      writeProject,
      run,
      expect,
      succeeded,
      peak,
      timed,
    };
    await backends({ ...tools, say, table, row, count }, Number(flags.recorded));
  }
} finally {
  cloud.process.kill('SIGTERM');
  await once(cloud.process, 'close');
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
    applied.push([size, applyOnce(project, size)]);
    plan('no change', 'Plan: 0 to add, 0 to change, 0 to destroy.');
    writeProject(project, size, 'medium');
    plan('one change', 'Plan: 0 to add, 1 to change, 0 to destroy.');
  }
  say();
  say('## `helix apply`');
  say();
  say('Once, against `helix cloud serve --provision-ms 0` in a process of its own on the same machine.');
  say();
  table(['clusters', 'time']);
  for (const [size, ms] of applied) row(count(size), `${(ms / 1000).toFixed(2)} s`);
}

/** The peer: as many resources of the provider that is built into Terraform, so that no plugin is started. */
function terraformPlans() {
  const found = spawnSync('terraform', ['version', '-json'], { env, encoding: 'utf8' });
  if (found.status !== 0)
    return say('\n`terraform` is not on the PATH, so there is no peer to compare with.');
  const { terraform_version: version } = JSON.parse(found.stdout);
  const settings = { ...env, TF_CLI_CONFIG_FILE: join(scratch, 'terraform.rc'), CHECKPOINT_DISABLE: '1' };
  writeFileSync(settings.TF_CLI_CONFIG_FILE, '');
  say();
  say('## `terraform plan`, in the same run');
  say();
  say(`Terraform ${version}, as many \`terraform_data\` resources, nothing recorded yet.`);
  say();
  table(['resources', 'plan', 'time']);
  for (const size of SIZES) {
    const directory = join(scratch, `terraform-${size}`);
    mkdirSync(directory);
    const blocks = Array.from(
      { length: size },
      (_, i) => `resource "terraform_data" "c${i}" {\n  input = "${i}"\n}\n`,
    );
    writeFileSync(join(directory, 'main.tf'), blocks.join('\n'));
    const options = { cwd: directory, env: settings, encoding: 'utf8', maxBuffer: 2 ** 28 };
    succeeded(spawnSync('terraform', ['init', '-input=false'], options), 'terraform init');
    const plan = () =>
      succeeded(spawnSync('terraform', ['plan', '-input=false', '-no-color'], options), 'terraform plan');
    // Ten thousand take it long enough to be measured without repetition.
    row(count(size), 'create all', timed(plan, size > 1000 ? 1 : RUNS));
  }
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

function applyOnce(project, size) {
  const from = process.hrtime.bigint();
  const ended = run(project, [HELIX, 'apply', '--auto-approve', '--no-refresh']);
  const ms = Number(process.hrtime.bigint() - from) / 1e6;
  expect(ended, `Apply complete! Resources: ${size} added, 0 changed, 0 destroyed.`);
  return ms;
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

/** The most memory that the process held at once, asked of itself at its end; not in the runs that are timed. */
function peak(cwd, words) {
  const ended = spawnSync(process.execPath, ['--require', peakReporter, ...words], {
    ...{ cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  return `${Math.round(Number(succeeded(ended, words.join(' ')).output[3]) / 1024)} MiB`;
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
  const [line] = await once(createInterface(child.stdout), 'line');
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
