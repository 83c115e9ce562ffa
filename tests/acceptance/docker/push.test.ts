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

test('an image is pushed, and an unchanged one is not pushed again', async () => {
  const project = makeProject(open, {});
  const { stdout } = await project.runHelix(...APPLY).then((stdout) => ({ stdout }));
  console.log(stdout);
  console.log(await project.runHelix('plan'));
});
