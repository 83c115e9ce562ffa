import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundProgram } from '../../backends/found-program';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer } from '../docker-server';
import { readBelow } from '../read-below';
import { PASSWORD, RegistryServer, USER } from '../registry-server';

let server: DockerServer;
let open: RegistryServer;
let closed: RegistryServer;
const projects: TestProject[] = [];

beforeAll(async () => {
  server = await DockerServer.start();
  open = await RegistryServer.start('open');
  closed = await RegistryServer.start('closed');
});

afterEach(() => {
  server.clear();
  server.docker('image', 'prune', '-a', '-f');
  projects.splice(0).forEach((project) => project.remove());
});

afterAll(async () => {
  await server.stop();
  await open.stop();
  await closed.stop();
});

const BUSYBOX = 'apt-get install -y --no-install-recommends busybox-static';

interface Made {
  readonly keys?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly repository?: string;
}

/** Makes a project that pushes one image; its user has no log-in but what is given. */
function makeProject({ host }: { host: string }, { keys = [], environment = {}, repository = 'shop' }: Made) {
  const helixToml = [
    '[project]',
    'name = "shop"',
    '',
    '[cloud.web.registry]',
    `repository_name = "${repository}"`,
    `registry_url = "${host}"`,
    ...keys,
    '',
  ].join('\n');
  const files = {
    'helix.toml': helixToml,
    Dockerfile: 'FROM scratch\nCOPY data.txt busybox /\nCMD ["/busybox", "cat", "/data.txt"]\n',
    'data.txt': 'one\n',
  };
  const project = new TestProject(files, { DOCKER_HOST: server.host, ...environment });
  copyFileSync(foundProgram('busybox', BUSYBOX), join(project.directory, 'busybox'));
  projects.push(project);
  return project;
}

const APPLY = ['apply', '--auto-approve'];

/** Runs an apply that has to end with a code, and returns what it has printed. */
async function applyEndingWith(
  code: number,
  project: TestProject,
  env: Record<string, string> = {},
): Promise<string> {
  const run = await project.run(APPLY, { env });
  expect({ ...run, code: run.code }).toMatchObject({ code });
  return run.stdout + run.stderr;
}

function hasBuilt(): boolean {
  return server.docker('images', '-a', '-q') !== '';
}

async function readStatus({ host }: RegistryServer, path: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
  return (await fetch(`http://${host}/v2/${path}`, { headers: { authorization } })).status;
}

/** Returns the digest of a tag; null where there is none. */
async function readDigest({ host }: RegistryServer, repository: string, tag: string): Promise<string | null> {
  const accept = 'application/vnd.docker.distribution.manifest.v2+json';
  const answer = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, { headers: { accept } });
  return answer.ok ? answer.headers.get('docker-content-digest') : null;
}

test('an image is pushed, followed by its moving tag, pushed again when it is gone, and removed when it is unused', async () => {
  const project = makeProject(open, { keys: ['push_tags = ["latest"]', 'keep_images = 0'] });
  await project.runHelix(...APPLY);
  const first = await readDigest(open, 'shop', 'latest');
  expect(await project.runHelix('state', 'show', 'image.web')).toContain(
    `${open.host}/shop@${first ?? 'none'}`,
  );
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);

  project.edit('data.txt', 'one', 'two');
  await project.runHelix(...APPLY);
  const second = await readDigest(open, 'shop', 'latest');
  expect(second).not.toBe(first);

  await fetch(`http://${open.host}/v2/shop/manifests/${second ?? 'none'}`, { method: 'DELETE' });
  const plan = await project.runHelix('plan', '--refresh');
  expect(plan).toMatch(/! image\.web +gone from the registry/);
  expect(plan).toMatch(/why +it is gone from the registry: pushed again/);
  await project.runHelix(...APPLY, '--refresh');
  expect(await readDigest(open, 'shop', 'latest')).toBe(second);

  const unused = await project.runHelix('build', '--prune', '--dry-run', '--json');
  expect(JSON.parse(unused)).toMatchObject({
    pruned: [
      { place: 'registry', digest: first, outcome: 'unused' },
      { place: 'engine', name: expect.stringContaining(`${open.host}/shop:`) as string, outcome: 'unused' },
    ],
  });
  expect(await readDigest(open, 'shop', first ?? 'none')).toBe(first);
  expect(await project.runHelix('build', '--prune')).toMatch(/shop:[0-9a-f]{12} +registry .* removed/);
  expect(await readDigest(open, 'shop', first ?? 'none')).toBeNull();
  expect(await readDigest(open, 'shop', 'latest')).toBe(second);
  expect(await project.runHelix('build', '--prune')).toContain('No image is unused.');

  // Builders as buildx makes them: one of Helix, and one of somebody else whose name looks the same.
  const image = server.docker('images', '-q').split('\n')[0] ?? '';
  const made = 'buildx_buildkit_helix-container-012345670';
  const theirs = 'buildx_buildkit_helix-container-ffffffff0';
  const variable = 'HELIX_BUILDER=helix-container-01234567';
  server.docker('create', '--name', made, '-e', variable, '-v', `${made}_state:/var/lib/buildkit`, image);
  server.docker('create', '--name', theirs, image);
  const listed = await project.runHelix('build', '--prune', '--dry-run');
  expect(listed).toMatch(/helix-container-01234567 +builder .* unused/);
  expect(server.names('container')).toEqual([made, theirs]);
  await project.runHelix('build', '--prune');
  expect([server.names('container'), server.names('volume')]).toEqual([[theirs], []]);
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
});

const AUTH = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
const TABLE = ['auth = { username = "env:REGISTRY_USER", password = "env:REGISTRY_PASSWORD" }'];
const VARIABLES = { REGISTRY_USER: USER, REGISTRY_PASSWORD: PASSWORD };

function configure({ home }: TestProject, config: unknown): void {
  mkdirSync(join(home, '.docker'), { recursive: true });
  writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify(config));
}

/** Puts a credential helper on a path of its own, and returns that path. */
function addHelper({ home }: TestProject, script: string): string {
  const folder = join(home, 'bin');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'docker-credential-planted');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return `${folder}:${process.env['PATH'] ?? ''}`;
}

const ANSWER = `printf '{"Username":"${USER}","Secret":"${PASSWORD}"}'`;

describe('a registry that asks for a password', () => {
  test('takes that of the table, which shows nowhere', async () => {
    const project = makeProject(closed, { keys: TABLE, environment: VARIABLES, repository: 'table' });
    const run = await project.run(APPLY, { env: { HELIX_LOG: '1' } });
    expect(run).toMatchObject({ code: 0 });
    const image = server.docker('images', '-q').split('\n')[0] ?? '';
    const shown = [
      run.stdout,
      run.stderr,
      server.docker('inspect', image),
      server.docker('history', '--no-trunc', image),
      await project.runHelix('plan', '--full', '--json'),
      readBelow(project),
    ].join('\n');
    expect([PASSWORD, AUTH].filter((secret) => shown.includes(secret))).toEqual([]);
    expect(await readStatus(closed, 'table/tags/list')).toBe(200);
  });

  test('takes that of a credential helper, and no process gets it as a word', async () => {
    const project = makeProject(closed, { repository: 'helped' });
    configure(project, { credHelpers: { [closed.host]: 'planted' } });
    const words = join(project.home, 'words');
    const PATH = addHelper(project, `cat /proc/[0-9]*/cmdline >> ${words} 2>/dev/null; ${ANSWER}`);
    await applyEndingWith(0, project, { PATH });
    const seen = readFileSync(words, 'utf8');
    expect(seen).toContain('helix.js');
    expect([PASSWORD, AUTH].filter((secret) => seen.includes(secret))).toEqual([]);
  });

  test('takes that of Docker’s configuration where the helper is missing', async () => {
    const project = makeProject(closed, { repository: 'configured' });
    configure(project, { credsStore: 'desktop.exe', auths: { [closed.host]: { auth: AUTH } } });
    await applyEndingWith(0, project);
  });

  test('is not waited for longer than a helper may take', async () => {
    const project = makeProject(closed, { repository: 'hanging' });
    configure(project, { credsStore: 'planted', auths: { [closed.host]: {} } });
    const printed = await applyEndingWith(3, project, { PATH: addHelper(project, 'exec sleep 3600') });
    expect(printed).toContain(`${closed.host} asks for a log-in, and there is none`);
    expect(printed).toContain(
      'docker-credential-planted (from ~/.docker/config.json) failed: it did not answer',
    );
  });

  test('refuses a wrong one before anything is built', async () => {
    const project = makeProject(closed, {
      keys: TABLE,
      environment: { ...VARIABLES, REGISTRY_PASSWORD: 'wrong-planted' },
    });
    const printed = await applyEndingWith(3, project);
    expect(printed).toContain(
      `${closed.host} refuses the log-in of ${USER} (from \`auth\` of web in helix.toml)`,
    );
    expect(printed).not.toContain('wrong-planted');
    expect(hasBuilt()).toBe(false);
  });

  test('is not asked with a variable that is not set', async () => {
    const project = makeProject(closed, { keys: TABLE, environment: { REGISTRY_USER: USER } });
    const printed = await applyEndingWith(1, project);
    expect(printed).toContain('image.web needs REGISTRY_PASSWORD');
    expect(hasBuilt()).toBe(false);
  });
});

test('a base image of a registry with a password is pulled by the build; one that has moved is shown, and changes nothing', async () => {
  const base = `${closed.host}/base:1`;
  const pushBase = (text: string): void => {
    const folder = mkdtempSync(join(tmpdir(), 'helix-base-'));
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY version /\n');
    writeFileSync(join(folder, 'version'), text);
    server.docker('build', '-q', '-t', base, folder);
    rmSync(folder, { recursive: true });
    server.docker('login', '-u', USER, '-p', PASSWORD, closed.host);
    server.docker('push', '-q', base);
    server.docker('logout', closed.host);
    server.docker('rmi', base);
  };
  pushBase('one');
  const project = makeProject(open, { repository: 'on-base' });
  project.edit('Dockerfile', 'FROM scratch', `FROM ${base}`);
  expect(await applyEndingWith(4, project)).toMatch(/no basic auth|unauthorized|denied/);
  configure(project, { auths: { [closed.host]: { auth: AUTH } } });
  await applyEndingWith(0, project);
  const refresh = () => project.runHelix('plan', '--refresh');
  expect(await refresh()).not.toContain('Base:');

  pushBase('two');
  const moved = (await refresh()).replaceAll(/\s+/g, ' ');
  expect(moved).toContain(`Base: ${base} of image.web has moved since it was built`);
  expect(moved).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
  project.write('helix.toml', `${project.read('helix.toml')}\n[build]\nrebuild = 1\n`);
  expect(await applyEndingWith(0, project)).toContain('Resources: 0 added, 1 changed, 0 destroyed.');
  const after = await refresh();
  expect([after, after]).toEqual([
    expect.stringContaining('No changes'),
    expect.not.stringContaining('Base:'),
  ]);
});

test('a registry that is down is known before anything is built', async () => {
  const project = makeProject({ host: `127.0.0.1:${await freePort()}` }, {});
  const printed = await applyEndingWith(1, project);
  expect(printed).toContain('Cannot reach 127.0.0.1:');
  expect(hasBuilt()).toBe(false);
});
