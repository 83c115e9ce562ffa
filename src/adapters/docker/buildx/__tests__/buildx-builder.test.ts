import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DEFAULT_BUILD } from '../../../../config/build/build';
import type { BuildConfig } from '../../../../config/build/build';
import type { Processes } from '../../../host/processes';
import type { BuildRequest } from '../../images/build/builder';
import { imageLabels } from '../../labels';
import { BuildxBuilder } from '../buildx-builder';
import { BuildxProgram } from '../buildx-program';
import { findBuildx } from '../find-buildx';

/**
 * A program that stands in for buildx: it writes down how it was called, and speaks as the real one does. The text of the
 * file `script` beside it is run for `build`.
 */
const STAND_IN = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const at = (name) => __dirname + '/' + name;
if (args[0] === 'version') { console.log(existsSync(at('version')) ? readFileSync(at('version'), 'utf8') : 'github.com/docker/buildx v0.0.0+unknown'); process.exit(0); }
if (args[0] === 'inspect') { if (!args.includes('--bootstrap') && !existsSync(at('created'))) process.exit(1); console.log('BuildKit version: v0.13.2'); process.exit(0); }
if (args[0] === 'create') { writeFileSync(at('created'), JSON.stringify(args)); const settings = args.indexOf('--buildkitd-config') + 1; if (settings > 0) writeFileSync(at('settings'), readFileSync(args[settings])); process.exit(0); }
const config = process.env.DOCKER_CONFIG + '/config.json';
const input = readFileSync(0);
writeFileSync(at('call'), JSON.stringify({ args, env: process.env, input: input.toString(), config: readFileSync(config, 'utf8'), mode: statSync(config).mode & 0o777 }));
const say = (update) => process.stderr.write(JSON.stringify(update) + '\\n');
const step = { digest: 'a', name: '[linux/arm64 1/2] RUN make', started: 'now' };
say({ vertexes: [step, { digest: 'b', name: '[linux/arm64 2/2] COPY . /' }] });
say({ logs: [{ vertex: 'a', data: Buffer.from('token is planted-secret\\n').toString('base64') }] });
const mode = existsSync(at('mode')) ? readFileSync(at('mode'), 'utf8') : '';
if (mode === 'hang') { process.on('SIGINT', () => process.exit(1)); process.stderr.write('hanging\\n'); setInterval(() => {}, 1000); return; }
if (mode === 'fail') { say({ vertexes: [{ ...step, error: 'exit code: 2' }] }); process.stderr.write('ERROR: failed to solve\\n'); process.exit(1); }
if (mode === 'cache') say({ vertexes: [{ digest: 'c', name: 'exporting cache to registry', started: 'now', error: '403 Forbidden' }] });
writeFileSync(args[args.indexOf('--metadata-file') + 1], JSON.stringify({ 'containerimage.digest': 'sha256:1' }));
`;

const processes: Processes = {
  signal: (pid, signal) => {
    try {
      return process.kill(pid, signal);
    } catch {
      return false;
    }
  },
  onExit: () => undefined,
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'helix-buildx-'));
  writeFileSync(join(folder, 'buildx'), STAND_IN);
  chmodSync(join(folder, 'buildx'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

const REMOTE: BuildConfig = {
  ...DEFAULT_BUILD,
  // An address by ssh is not called before it is used.
  builder: {
    type: 'remote',
    name: 'arm',
    endpoint: 'ssh://b.example.com',
    tls: null,
    platforms: ['linux/arm64'],
  },
};

/** A host that has nothing but the program. */
function hostOf() {
  return {
    environment: { PATH: folder, SECRET_OF_HOST: 'planted-variable' },
    home: folder,
    pid: process.pid,
    processExists: () => true,
  };
}

function builderOf(build: BuildConfig): BuildxBuilder {
  const host = hostOf();
  return new BuildxBuilder({
    program: new BuildxProgram(join(folder, 'buildx'), processes),
    build,
    root: folder,
    image: 'api',
    engine: { type: 'socket', path: '/run/docker.sock' },
    accounts: { ...host, userConfig: () => Promise.resolve(null) },
    host,
    clock: { sleep: () => Promise.resolve() },
  });
}

function requestOf(change: Partial<BuildRequest> = {}): BuildRequest {
  const owner = { lineage: 'l', workspace: 'default', address: 'image.api' } as const;
  return {
    archive: () => Readable.from(['context'].map((text) => Buffer.from(text))),
    dockerfile: 'docker/api.Dockerfile',
    dockerfileText: '',
    target: 'runtime',
    buildArgs: { TOKEN: 'planted-secret' },
    secrets: ['planted-secret'],
    platforms: ['linux/amd64', 'linux/arm64'],
    labels: imageLabels('shop', owner, 'c'),
    tags: ['ghcr.io/acme/api:1'],
    push: true,
    insecure: false,
    noCache: false,
    pull: false,
    logins: new Map([['ghcr.io', { username: 'ada', password: 'planted-password' }]]),
    epoch: 1_700_000_000,
    progress: () => undefined,
    warn: () => undefined,
    log: () => undefined,
    signal: new AbortController().signal,
    ...change,
  };
}

interface Call {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
  readonly config: string;
  readonly mode: number;
}

function callOf(): Call {
  return JSON.parse(readFileSync(join(folder, 'call'), 'utf8')) as Call;
}

test('buildx gets the context, the platforms, the cache and nothing secret in its arguments', async () => {
  const build = { ...REMOTE, cache: { type: 'registry', mode: 'max', ref: 'ghcr.io/acme/cache' } as const };
  const built = await builderOf(build).build(requestOf());
  expect(built).toEqual({
    imageId: null,
    digest: 'sha256:1',
    pushed: true,
    steps: { of: 2, cached: 0 },
  });
  const { args, env, input } = callOf();
  const line = args.join(' ');
  expect(input).toBe('context');
  expect(line).toContain('--platform linux/amd64,linux/arm64');
  expect(line).toContain('--file docker/api.Dockerfile --target runtime');
  expect(line).toContain('--provenance false --sbom false');
  expect(line).toContain('--cache-from type=registry,ref=ghcr.io/acme/cache:api');
  expect(line).toContain('mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true');
  expect(line).toContain(
    '--output type=image,"name=ghcr.io/acme/api:1",push=true,oci-mediatypes=true,rewrite-timestamp=true -',
  );
  expect(line).toContain('--label helix-epoch=1700000000');
  expect(line).toContain('--build-arg TOKEN ');
  expect(line).not.toContain('planted');
  expect(env).toMatchObject({
    TOKEN: 'planted-secret',
    SOURCE_DATE_EPOCH: '1700000000',
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    DOCKER_HOST: 'unix:///run/docker.sock',
  });
  expect(env).not.toHaveProperty('SECRET_OF_HOST');
});

test('log-ins are in a folder that only the user can read, and gone after the build', async () => {
  await builderOf(REMOTE).build(requestOf());
  const { config, mode, env } = callOf();
  const auth = Buffer.from('ada:planted-password').toString('base64');
  expect(JSON.parse(config)).toEqual({ auths: { 'ghcr.io': { auth } } });
  expect(mode).toBe(0o600);
  expect(existsSync(env['DOCKER_CONFIG'] ?? '')).toBe(false);
  expect(readdirSync(join(folder, '.helix', 'builds'))).toEqual([]);
});

test('a builder is made once, with a name that follows from its settings', async () => {
  await builderOf(REMOTE).build(requestOf());
  const created = JSON.parse(readFileSync(join(folder, 'created'), 'utf8')) as string[];
  const name = created[2] ?? '';
  expect(name).toMatch(/^helix-arm-[0-9a-f]{8}$/);
  expect(created).toEqual([
    'create',
    '--name',
    name,
    '--driver',
    'remote',
    '--platform',
    'linux/arm64',
    'ssh://b.example.com',
  ]);
  writeFileSync(join(folder, 'created'), 'before');
  await builderOf(REMOTE).build(requestOf());
  expect(readFileSync(join(folder, 'created'), 'utf8')).toBe('before');
  expect(callOf().args.slice(0, 3)).toEqual(['build', '--builder', name]);
});

test('a builder on this host collects its own garbage above `keep_gb`, and is another one under another limit', async () => {
  const names: unknown[] = [];
  for (const keepGb of [20, 7]) {
    rmSync(join(folder, 'created'), { force: true });
    await builderOf({ ...DEFAULT_BUILD, builder: { type: 'docker-container' }, keepGb }).build(requestOf());
    expect(readFileSync(join(folder, 'settings'), 'utf8')).toBe(
      `[worker.oci]\n  gc = true\n  gckeepstorage = ${keepGb}000000000\n`,
    );
    names.push((JSON.parse(readFileSync(join(folder, 'created'), 'utf8')) as string[])[2]);
  }
  expect(new Set(names).size).toBe(2);
});

test('a step is reported with its platform, and its lines without secrets', async () => {
  const lines: string[] = [];
  const steps: unknown[] = [];
  const request = requestOf({ log: (line) => lines.push(line), progress: (step) => steps.push(step) });
  await builderOf(REMOTE).build(request);
  expect(steps).toEqual([{ platform: 'linux/arm64', step: 1, of: 2 }]);
  expect(lines).toEqual(['[linux/arm64 1/2] RUN make', 'token is ***']);
});

test('a step that fails is named with its last lines, without secrets', async () => {
  writeFileSync(join(folder, 'mode'), 'fail');
  await expect(builderOf(REMOTE).build(requestOf())).rejects.toMatchObject({
    kind: 'failed',
    message: 'The step `[linux/arm64 1/2] RUN make` failed: exit code: 2.\nIts last lines:\ntoken is ***',
  });
});

test('a cache that fails is a warning', async () => {
  writeFileSync(join(folder, 'mode'), 'cache');
  const warnings: string[] = [];
  await builderOf(REMOTE).build(requestOf({ warn: (text) => warnings.push(text) }));
  expect(warnings).toEqual(['the cache failed: exporting cache to registry: 403 Forbidden']);
});

test('an interrupted build is cancelled, and its program has ended', async () => {
  writeFileSync(join(folder, 'mode'), 'hang');
  const abort = new AbortController();
  const request = requestOf({
    signal: abort.signal,
    log: (line) => {
      if (line === 'hanging') abort.abort();
    },
  });
  await expect(builderOf(REMOTE).build(request)).rejects.toMatchObject({ kind: 'cancelled' });
});

test('a build argument with the name of a variable of buildx is refused', async () => {
  const request = requestOf({ buildArgs: { DOCKER_HOST: 'tcp://elsewhere' } });
  await expect(builderOf(REMOTE).build(request)).rejects.toThrow(
    'The build argument `DOCKER_HOST` has the name of a variable that buildx reads.',
  );
});

test('a buildx that does not tell its version is used, and an old one is not', async () => {
  expect(await findBuildx(hostOf())).toEqual({ type: 'found', path: join(folder, 'buildx') });
  writeFileSync(join(folder, 'version'), 'github.com/docker/buildx v0.10.4 c513d34');
  expect(await findBuildx(hostOf())).toEqual({
    type: 'too-old',
    path: join(folder, 'buildx'),
    version: '0.10',
  });
});
