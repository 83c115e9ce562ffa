import { copyFileSync } from 'node:fs';
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
  projects.splice(0).forEach((project) => project.remove());
});

afterAll(() => server.stop());

const BUSYBOX = 'apt-get install -y --no-install-recommends busybox-static';
const DOCKERFILE = 'FROM scratch\nCOPY . /\nRUN ["/busybox", "true"]\nCMD ["/busybox", "cat", "/data.txt"]\n';

/** Makes a project with one local instance, whose image is built from a static program. */
function makeProject(dockerfile = DOCKERFILE, keys: readonly string[] = []): TestProject {
  const helixToml = ['[project]', 'name = "shop"', '', '[local.dev]', 'build_mode = "dev"', ...keys, ''].join(
    '\n',
  );
  const files = {
    'helix.toml': helixToml,
    Dockerfile: dockerfile,
    'data.txt': 'one\n',
    'notes.md': 'draft\n',
  };
  const project = new TestProject(files, { DOCKER_HOST: server.host });
  copyFileSync(foundProgram('busybox', BUSYBOX), join(project.directory, 'busybox'));
  projects.push(project);
  return project;
}

const BUILD = ['apply', '--target', 'image.dev', '--auto-approve'];

function plan(project: TestProject): Promise<string> {
  return project.runHelix('plan', '--target', 'image.dev', '--full');
}

/** The images of the engine that have a name. */
function imageNames(): readonly string[] {
  return server
    .docker('images', '--format', '{{.Repository}}:{{.Tag}}', '--filter', 'dangling=false')
    .split('\n')
    .filter(Boolean)
    .sort();
}

function labelsOf(image: string): Readonly<Record<string, string>> {
  const text = server.docker('inspect', '--format', '{{json .Config.Labels}}', image);
  return JSON.parse(text) as Record<string, string>;
}

test('an image is built from the project’s Dockerfile, and then nothing is left to do', async () => {
  const project = makeProject();
  await project.runHelix(...BUILD);
  const [name = ''] = imageNames();
  expect(name).toMatch(/^helix-shop-dev:[0-9a-f]{12}$/);
  expect(server.docker('run', '--rm', '--network', 'none', name)).toBe('one');
  const labels = labelsOf(name);
  expect(labels).toMatchObject({ 'helix-project': 'shop', 'helix-address': 'image.dev' });
  expect(labels['helix-context']?.slice(0, 12)).toBe(name.split(':')[1]);
  expect(await plan(project)).toContain('No changes');
});
