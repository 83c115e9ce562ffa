import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { foundProgram } from '../../backends/found-program';
import { TestProject } from '../../../helix';
import { DockerServer } from '../docker-server';
import { readBelow } from '../read-below';

let server: DockerServer;
const projects: TestProject[] = [];

beforeAll(async () => {
  server = await DockerServer.start();
});

afterEach(() => {
  server.clear();
  server.docker('image', 'prune', '-a', '-f');
  projects.splice(0).forEach((project) => project.remove());
});

afterAll(() => server.stop());

const BUSYBOX = 'apt-get install -y --no-install-recommends busybox-static';
const DOCKERFILE = [
  'FROM scratch AS tools',
  'COPY busybox /',
  'FROM scratch',
  'COPY --from=tools /busybox /',
  'COPY . /',
  'RUN ["/busybox", "true"]',
  'CMD ["/busybox", "cat", "/data.txt"]',
  '',
].join('\n');

/** Makes a project with one local instance, whose image is built around a static program. */
function makeProject(dockerfile = DOCKERFILE, keys: readonly string[] = []): TestProject {
  const table = ['[local.dev]', 'build_mode = "dev"', ...keys];
  const files = {
    'helix.toml': `${['[project]', 'name = "shop"', '', ...table].join('\n')}\n`,
    Dockerfile: dockerfile,
    'data.txt': 'one\n',
    'tool.sh': '#!/busybox sh\n',
    '.dockerignore': 'notes\n',
    'notes/today.md': 'draft\n',
  };
  const project = new TestProject(files, { DOCKER_HOST: server.host });
  copyFileSync(foundProgram('busybox', BUSYBOX), join(project.directory, 'busybox'));
  projects.push(project);
  return project;
}

const TARGET = ['--target', 'image.dev'];
const APPLY = ['apply', ...TARGET, '--auto-approve'];

/** Runs an apply of the image that has to end with a code, and returns what it has printed. */
async function applyEndingWith(
  code: number,
  project: TestProject,
  env: Record<string, string> = {},
): Promise<string> {
  const run = await project.run(APPLY, { env });
  expect({ ...run, code: run.code }).toMatchObject({ code });
  return run.stdout + run.stderr;
}

async function hasChanges(project: TestProject): Promise<boolean> {
  const { code } = await project.run(['plan', ...TARGET, '--refresh', '--detailed-exitcode']);
  expect([0, 2]).toContain(code);
  return code === 2;
}

/** The names of the engine's images. */
function imageNames(): readonly string[] {
  const words = ['images', '--format', '{{.Repository}}:{{.Tag}}', '--filter', 'dangling=false'];
  return server
    .docker(...words)
    .split('\n')
    .filter(Boolean)
    .sort();
}

function labelsOf(image: string): Readonly<Record<string, string>> {
  const text = server.docker('inspect', '--format', '{{json .Config.Labels}}', image);
  return JSON.parse(text) as Record<string, string>;
}

test('an image is built from the project’s Dockerfile, with the labels of its owner', async () => {
  const project = makeProject();
  await applyEndingWith(0, project);
  const [name = ''] = imageNames();
  expect(name).toMatch(/^helix-shop-dev:[0-9a-f]{12}$/);
  expect(server.docker('run', '--rm', '--network', 'none', name)).toBe('one');
  const labels = labelsOf(name);
  expect(labels).toMatchObject({ 'helix-project': 'shop', 'helix-address': 'image.dev' });
  expect(labels['helix-context']).toMatch(new RegExp(`^${name.split(':')[1] ?? ''}[0-9a-f]{52}$`));
  const list = ['run', '--rm', '--network', 'none', name, '/busybox', 'ls', '-a', '/'];
  const files = server.docker(...list).split('\n');
  expect(files).toContain('Dockerfile');
  expect(files.filter((file) => /helix|dockerignore|notes/.test(file))).toEqual([]);
});

test('an image is built again for what it is built from, and for nothing else', async () => {
  const project = makeProject();
  const at = (file: string): string => join(project.directory, file);
  symlinkSync('data.txt', at('first.txt'));
  await applyEndingWith(0, project);
  // A time, what is ignored, and the part of a mode that git does not keep.
  utimesSync(at('data.txt'), 1, 1);
  project.write('notes/today.md', 'another draft\n');
  project.write('notes/tomorrow.md', 'a draft\n');
  chmodSync(at('data.txt'), 0o600);
  expect(await hasChanges(project)).toBe(false);
  // A byte, a mode, another target of a link, a new name.
  project.write('data.txt', 'two\n');
  chmodSync(at('tool.sh'), 0o755);
  rmSync(at('first.txt'));
  symlinkSync('tool.sh', at('first.txt'));
  renameSync(at('busybox'), at('box'));
  project.edit('Dockerfile', 'COPY busybox /', 'COPY box /busybox');
  const plan = await project.runHelix('plan', ...TARGET);
  expect(plan.replaceAll(/\s+/g, ' ')).toContain(
    'context 4 files changed: Dockerfile, data.txt, first.txt, tool.sh; 1 file added: box; 1 file removed: busybox',
  );
  await applyEndingWith(0, project);
  expect(imageNames()).toHaveLength(2);
  expect(await hasChanges(project)).toBe(false);
});

test('a build that fails ends with 4 and its last lines, and the next one is free to succeed', async () => {
  const script = 'i=0; while [ $i -lt 30 ]; do /busybox echo line-$i; i=$((i+1)); done; exit 7';
  const failing = `${DOCKERFILE}RUN ${JSON.stringify(['/busybox', 'sh', '-c', script])}\n`;
  const project = makeProject(failing);
  const printed = await applyEndingWith(4, project);
  expect(printed).toContain('Step 8 of 8: RUN ["/busybox","sh","-c"');
  expect(printed).toContain('returned a non-zero code: 7');
  expect(printed.match(/line-\d+/g)).toEqual([...Array(20).keys()].map((index) => `line-${index + 10}`));
  project.edit('Dockerfile', 'exit 7', 'exit 0');
  await applyEndingWith(0, project);
  await project.runHelix('destroy', ...TARGET, '--auto-approve');
  expect(server.docker('images', '-aq')).toBe('');
});

test('a Dockerfile that only BuildKit builds is refused with its line, and nothing is built', async () => {
  const project = makeProject('FROM scratch\nCOPY <<EOF /data.txt\none\nEOF\n');
  const printed = await applyEndingWith(5, project, { PATH: '/nowhere' });
  expect(printed).toContain('Dockerfile:2: a here-document needs BuildKit');
  expect(server.docker('images', '-aq')).toBe('');
});

test('`validate` tells of what would surprise in an image, and of a builder that this host lacks', async () => {
  const project = makeProject('FROM scratch\nCOPY . /\nENTRYPOINT ["/tool.sh"]\n');
  project.write('old/buildx', '#!/bin/sh\necho github.com/docker/buildx v0.11.2 abc\n');
  chmodSync(join(project.directory, 'old/buildx'), 0o755);
  project.write('win.sh', '#!/busybox sh\r\n');
  const validate = async () => {
    const PATH = `${join(project.directory, 'old')}:${process.env['PATH'] ?? ''}`;
    const { code, stdout } = await project.run(['validate'], {
      env: { DOCKER_HOST: 'unix:///nowhere/docker.sock', PATH },
    });
    return [code, stdout];
  };
  const first = await validate();
  expect(first).toEqual([0, expect.stringContaining('tool.sh is the entry point and is not executable')]);
  expect(first[1]).toContain('win.sh begins with `#!` and has Windows line ends');
  expect(first[1]).not.toContain('buildx');
  project.write('helix.toml', `${project.read('helix.toml')}\n[build]\nbuilder = "docker-container"\n`);
  expect((await validate())[1]).toContain(
    `\`build.builder\` needs docker buildx 0.12 or newer; ${join(project.directory, 'old/buildx')} is version 0.11`,
  );
});

test('a build context holds what `docker build` copies, by its own rules', async () => {
  const rules = [
    '# a comment',
    '*.log',
    '**/*.tmp',
    '!keep.log',
    'target',
    '!target/keep/**',
    'docs/*.md',
    '!docs/read[a-m]e.md',
    '/rooted',
    'sp ace.txt  ',
    '.hid*',
    'web/**/cache',
    'a/?.txt',
    '!gone',
    '',
  ];
  const paths = [
    'a.log',
    'keep.log',
    'deep/a.log',
    'x.tmp',
    'deep/er/y.tmp',
    'target/out',
    'target/keep/one',
    'target/keep/b/two',
    'docs/readme.md',
    'docs/readze.md',
    'docs/deep/x.md',
    'rooted/x',
    'deep/rooted/x',
    'sp ace.txt',
    '.hidden',
    'deep/.hidden',
    'web/cache/x',
    'web/a/b/cache/x',
    'web/a/caches',
    'a/b.txt',
    'a/bc.txt',
    '.env.example',
    'ünïcode/ö.txt',
    '-dash',
  ];
  const project = makeProject('FROM scratch\nCOPY . /\nCMD ["/busybox"]\n');
  for (const path of paths) project.write(path, path);
  project.write('.dockerignore', rules.join('\n'));
  project.write('bin/run', '#!/busybox sh\n');
  chmodSync(join(project.directory, 'bin/run'), 0o755);
  symlinkSync('../docs', join(project.directory, 'deep/link'));
  symlinkSync('nowhere', join(project.directory, 'dangling'));
  server.docker('build', '-q', '-t', 'theirs:1', project.directory);
  await applyEndingWith(0, project);
  const ours = imageNames().find((name) => name.startsWith('helix-shop-dev:')) ?? '';
  const isTheirs = (file: string): boolean => !/^(helix\.toml|\.dockerignore|\.helix\b.*) /.test(file);
  const expected = filesOf('theirs:1').filter(isTheirs);
  expect(expected).toEqual(
    expect.arrayContaining(['bin/run program', 'deep/link -> ../docs', 'keep.log file']),
  );
  expect(filesOf(ours)).toEqual(expected);
});

/** The files and links of an image: their paths, the bit of the mode that counts, and the targets of links. */
function filesOf(image: string): readonly string[] {
  const id = server.docker('create', image);
  const archive = join(mkdtempSync(join(tmpdir(), 'helix-files-')), 'image.tar');
  try {
    server.docker('export', '-o', archive, id);
    const words = ['--quoting-style=literal', '-tvf', archive];
    const { stdout } = spawnSync('tar', words, {
      encoding: 'utf8',
      env: { LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] },
    });
    return (
      stdout
        .split('\n')
        .flatMap((line) => {
          const [, mode = '', path = ''] = /^(\S{10}) \S+ +\S+ \S+ \S+ (.*)$/.exec(line) ?? [];
          if (mode.startsWith('l')) return [path];
          return mode.startsWith('-') ? [`${path} ${mode[3] === 'x' ? 'program' : 'file'}`] : [];
        })
        // Every container has them.
        .filter((file) => !/^(dev|etc|proc|sys|\.dockerenv)\b/.test(file))
        .sort()
    );
  } finally {
    server.docker('rm', id);
    rmSync(dirname(archive), { recursive: true });
  }
}

test('the value of a build argument reaches the build and is shown nowhere', async () => {
  const secret = 'planted-secret-42';
  const step = [
    '/busybox',
    'sh',
    '-c',
    '/busybox echo token=$TOKEN; /busybox echo $TOKEN | /busybox md5sum > /sum',
  ];
  const dockerfile = `${DOCKERFILE}ARG TOKEN\nRUN ${JSON.stringify(step)}\n`;
  const keys = ['build_args = { TOKEN = "env:SHOP_TOKEN" }'];
  const project = makeProject(dockerfile, keys);
  expect(await applyEndingWith(1, project)).toContain('needs SHOP_TOKEN');
  const env = { SHOP_TOKEN: secret, HELIX_LOG: '1' };
  const shown = [await applyEndingWith(0, project, env)];
  const [image = ''] = imageNames();
  const sum = createHash('md5').update(`${secret}\n`).digest('hex');
  const read = ['run', '--rm', '--network', 'none', image, '/busybox', 'cat', '/sum'];
  expect(server.docker(...read)).toContain(sum);
  shown.push(await project.runHelix('plan', ...TARGET, '--full', '--json'), readBelow(project));
  expect(shown.filter((text) => text.includes(secret))).toEqual([]);
  expect(shown.at(-1)).toContain('token=***');
});

test('a raised `rebuild` is one build without a cache', async () => {
  const step = ['/busybox', 'sh', '-c', '/busybox cat /proc/sys/kernel/random/uuid > /built'];
  const project = makeProject(`${DOCKERFILE}RUN ${JSON.stringify(step)}\n`);
  await applyEndingWith(0, project);
  const [first = ''] = imageNames();
  project.write('helix.toml', `${project.read('helix.toml')}\n[build]\nrebuild = 1\n`);
  await applyEndingWith(0, project);
  const second = imageNames().find((name) => name !== first) ?? '';
  const layersOf = (name: string): string => server.docker('inspect', '-f', '{{json .RootFS.Layers}}', name);
  expect(labelsOf(second)['helix-context']).not.toBe(labelsOf(first)['helix-context']);
  expect(layersOf(second)).not.toBe(layersOf(first));
  expect(await hasChanges(project)).toBe(false);
});

test('an image that was removed from the engine is built again', async () => {
  const project = makeProject();
  await applyEndingWith(0, project);
  server.docker('rmi', '-f', ...imageNames());
  expect(await project.runHelix('plan', ...TARGET, '--refresh')).toContain('Plan: 1 to add');
  await applyEndingWith(0, project);
  expect(imageNames()).toHaveLength(1);
});
