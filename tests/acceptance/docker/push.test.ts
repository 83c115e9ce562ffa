import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foundProgram } from '../backends/found-program';
import { TestProject } from '../../helix';
import { DockerServer } from './docker-server';
import { PASSWORD, RegistryServer, USER } from './registry-server';

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

/** Returns what an apply has printed that had to end so. */
async function applyFails(project: TestProject, code: number): Promise<string> {
  const { stdout, stderr, code: ended } = await project.helix(...APPLY);
  expect({ ended, stdout, stderr }).toMatchObject({ ended: code });
  return stdout + stderr;
}

test('an image is pushed by its digest, and an unchanged one is not pushed again', async () => {
  const project = makeProject(open, {});
  await project.runHelix(...APPLY);
  const { outputs } = project.recordOf('image.web');
  expect(outputs).toMatchObject({ repository: `${open.host}/shop` });
  const answer = await fetch(`http://${open.host}/v2/shop/manifests/${String(outputs['digest'])}`);
  expect(answer.status).toBe(200);
  expect(await project.runHelix('plan', '--refresh')).toContain('No changes');
});
