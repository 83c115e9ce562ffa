import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { PROGRAM, TestProject } from '../../helix';
import type { Run } from '../../helix';
import { sharedCloud } from '../../shared-cloud';

const FILES = {
  'helix.toml': `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "ID-production"
size = "medium"

[cloud.staging.helix]
cluster_id = "ID-staging"
ttl = "12h"
`,
  'db/schema.hx': 'N::Paper { title: String }\n',
};

const { project } = sharedCloud();

/** A project with recorded state in which one change is waiting to be planned. */
async function readRecorded(): Promise<TestProject> {
  const made = project(FILES);
  await made.runHelix('apply', '--auto-approve');
  made.edit('helix.toml', '"medium"', '"large"');
  return made;
}

/** Every way to plan that asks nobody and writes nothing. */
const PLANS = [
  ['plan'],
  ['plan', '--json'],
  ['plan', '--expired'],
  ['plan', '--destroy'],
  ['plan', '--full'],
];

/** Path, time of change and content of everything below a directory. */
function snapshot(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mtimeNs, mode } = statSync(join(directory, name), { bigint: true });
      const isFile = statSync(join(directory, name)).isFile();
      const content = isFile ? readFileSync(join(directory, name)) : '';
      return [name, mtimeNs, mode, createHash('sha256').update(content).digest('hex')].join(' ');
    });
}

function good(run: Run): string {
  expect([run.code, run.stderr]).toEqual([0, '']);
  return run.stdout;
}

describe('planning', () => {
  it('twice gives identical bytes', async () => {
    const made = await readRecorded();
    const options = { node: made.preload(FROZEN) };
    for (const words of PLANS) {
      expect(good(await made.run(words, options))).toBe(good(await made.run(words, options)));
    }
    await made.run(['plan', '--out', 'one.plan'], options);
    await made.run(['plan', '--out', 'two.plan'], options);
    expect(made.read('one.plan')).toBe(made.read('two.plan'));
  });

  it('gives identical bytes on two machines with different users, clouds, credentials, terminals and places', async () => {
    const made = await readRecorded();
    const frozen = { node: made.preload(FROZEN) };
    const here = good(await made.run(['plan'], frozen));
    const other = new TestProject({});
    cpSync(made.directory, other.directory, { recursive: true });
    other.write('../home/.config/helix/cloud.toml', CLOUD_TOML);
    other.write('../home/.helix/credentials', 'helix_user_id=bob\nhelix_user_key=k\n');
    const env = {
      HELIX_ACTOR: 'bob@elsewhere',
      USER: 'bob',
      TZ: 'Asia/Tokyo',
      LANG: 'de_DE',
      CI: 'true',
      AWS_REGION: 'eu-west-1',
      COLUMNS: '200',
      HELIX_API_KEY: 'another',
      HELIX_CLOUD_URL: /http:\S+/.exec(here)![0],
    };
    const there = good(await other.run(['plan'], { env, ...frozen }));
    other.remove();
    expect(there).toBe(here);
  });

  it('has the same digest an hour later, and shows how much nearer the end is', async () => {
    const made = await readRecorded();
    const planAt = async (ms: number) =>
      good(await made.run(['plan', '--json'], { node: made.clockOffBy(ms) }));
    const digestIn = (json: string) => (JSON.parse(json) as { helix: { digest: string } }).helix.digest;
    const [now, later] = [await planAt(0), await planAt(3_600_000)];
    expect(digestIn(later)).toBe(digestIn(now));
    expect(later).not.toBe(now);
  });

  it('writes no file, neither in the project nor in the home', async () => {
    const made = await readRecorded();
    const before = snapshot(dirname(made.directory));
    for (const words of [...PLANS, ['validate'], ['graph'], ['state', 'list']]) good(await made.run(words));
    expect(snapshot(dirname(made.directory))).toEqual(before);
  });

  it('needs no permission but to read: node itself forbids writes, processes, workers and addons', async () => {
    const made = await readRecorded();
    const node = ['--experimental-permission', '--allow-fs-read=*', '--no-warnings'];
    for (const words of PLANS) expect(good(await made.run(words, { node }))).toContain('papertrail');
    // The permission does hold: what writes, fails.
    expect((await made.run(['plan', '--out', 'x.plan'], { node })).code).not.toBe(0);
  });

  it('opens no socket, asks no name server and starts no process', async () => {
    const made = await readRecorded();
    const node = made.preload(NO_OUTSIDE);
    for (const words of PLANS) expect(good(await made.run(words, { node }))).toContain('papertrail');
    // The preload does hold: what asks, fails.
    expect((await made.run(['plan', '--refresh'], { node })).code).toBe(99);
  });

  it('loads no client, engine, emulator or network module: it works when what it does not load is deleted', async () => {
    const made = await readRecorded();
    const node = made.preload(LIST_LOADED);
    const copy = mkdtempSync(join(tmpdir(), 'helix-dist-'));
    cpSync(dirname(PROGRAM), copy, { recursive: true });
    const program = join(copy, 'helix.js');
    const { stderr } = await made.run(['plan'], { program, node });
    const loaded = stderr.trim().split('\n');

    const modules = loaded.filter((name) => isBuiltin(name)).map((name) => name.replace('node:', ''));
    const harmless = /^(crypto|fs|fs\/promises|os|path|stream\/.*|timers\/promises|tty|url|util)$/;
    expect(modules.filter((name) => !harmless.test(name))).toEqual([]);
    const chunks = chunksIn(copy);
    const reachesOut = (chunk: string) => readFileSync(chunk, 'utf8').includes('Idempotency-Key');
    const outside = chunks.filter(reachesOut);
    expect(outside).not.toEqual([]);
    expect(outside.filter((chunk) => loaded.includes(chunk))).toEqual([]);

    for (const chunk of chunks) if (!loaded.includes(chunk)) rmSync(chunk);
    for (const words of PLANS) expect(good(await made.run(words, { program }))).toContain('papertrail');
    expect((await made.run(['plan', '--refresh'], { program })).code).not.toBe(0);
    rmSync(copy, { recursive: true });
  });

  it('of machines on AWS loads neither cdktf nor the engine that drives Terraform', async () => {
    const made = project(AWS_FILES);
    const node = made.preload(LIST_LOADED);
    const { stdout, stderr, code } = await made.run(['plan'], { node });
    expect([code, stdout]).toEqual([0, expect.stringContaining('+ instance.api')]);
    const loaded = stderr.trim().split('\n');
    const chunks = chunksIn(dirname(PROGRAM));
    for (const mark of ['cdktf/TerraformStack', 'helix_lineage']) {
      const those = chunks.filter((chunk) => readFileSync(chunk, 'utf8').includes(mark));
      expect(those).not.toEqual([]);
      expect(those.filter((chunk) => loaded.includes(chunk))).toEqual([]);
    }
  });
});

/** Returns the files of a built program but the one that is run. */
function chunksIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.js') && name !== basename(PROGRAM))
    .map((name) => join(directory, name));
}

const AWS_FILES = {
  'Blueprint.toml': `[blueprint]
name = "papertrail"

[deploy.api]
provider = "aws"
region = "us-east-1"
cpu = 2
memory_gb = 4
storage_gb = 20
image = "docker.io/library/nginx:1.27"
ttl = "12h"
`,
};

const FROZEN = `
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...given) { given.length === 0 ? super(1795000000000) : super(...given); }
    static now() { return 1795000000000; }
  };`;

const LIST_LOADED = `
  const Module = require('node:module');
  const { _load: load } = Module;
  const loaded = new Set();
  Module._load = function (request, parent, isMain) {
    loaded.add(Module._resolveFilename(request, parent, isMain));
    return load.call(this, request, parent, isMain);
  };
  process.on('exit', () => require('node:fs').writeSync(2, [...loaded].join('\\n')));`;

const NO_OUTSIDE = `
  const { writeSync } = require('node:fs');
  const refuse = () => { writeSync(2, 'the outside was asked'); process.exit(99); };
  const net = require('node:net');
  net.Socket.prototype.connect = refuse;
  net.Server.prototype.listen = refuse;
  require('node:dgram').createSocket = refuse;
  const dns = require('node:dns');
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) { dns[name] = refuse; dns.promises[name] = refuse; }
  const processes = require('node:child_process');
  for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) processes[name] = refuse;
  require('node:worker_threads').Worker = refuse;
  globalThis.fetch = refuse;
  require('node:module').syncBuiltinESMExports();`;

const CLOUD_TOML = `default_provider = "google"

[providers.google]
default_region = "europe-west3"
credentials = { type = "environment", prefix = "GCP" }

[defaults]
region = "ap-southeast-1"
`;
