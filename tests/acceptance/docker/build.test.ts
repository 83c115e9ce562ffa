import { chmodSync, copyFileSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { foundProgram } from '../backends/found-program';
import { TestProject } from '../../helix';
import { DockerServer } from './docker-server';

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

test('an image is built again for each change of what it is built from, and for nothing else', async () => {
  const project = makeProject();
  const at = (file: string): string => join(project.directory, file);
  await applyEndingWith(0, project);
  const unchanging: Readonly<Record<string, () => void>> = {
    nothing: () => undefined,
    'the time of a file': () => utimesSync(at('data.txt'), 1, 1),
    'an ignored file': () => project.write('notes/today.md', 'another draft\n'),
    'a new ignored file': () => project.write('notes/tomorrow.md', 'a draft\n'),
    'a mode that git does not keep': () => chmodSync(at('data.txt'), 0o600),
  };
  for (const [what, change] of Object.entries(unchanging)) {
    change();
    expect([what, await hasChanges(project)]).toEqual([what, false]);
  }
  const changing: Readonly<Record<string, () => void>> = {
    '1 file changed: data.txt': () => project.write('data.txt', 'two\n'),
    '1 file changed: tool.sh': () => chmodSync(at('tool.sh'), 0o755),
    '1 file added: link.txt': () => symlinkSync('data.txt', at('link.txt')),
    '1 file added: other.txt; 1 file removed: link.txt': () => renameSync(at('link.txt'), at('other.txt')),
    '1 file removed: other.txt': () => rmSync(at('other.txt')),
  };
  for (const [what, change] of Object.entries(changing)) {
    change();
    const plan = await project.runHelix('plan', ...TARGET);
    expect(plan).toMatch(/~ image\.dev/);
    expect(plan.replaceAll(/\s+/g, ' ')).toContain(`context ${what}`);
    const { code } = await project.run(['apply', ...TARGET, '--auto-approve']);
    expect([what, code]).toEqual([what, 0]);
  }
  expect(await hasChanges(project)).toBe(false);
});
