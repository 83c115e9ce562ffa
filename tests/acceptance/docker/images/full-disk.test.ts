import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../../../helix';
import { foundProgram } from '../../backends/found-program';
import { DockerServer } from '../docker-server';
import { RegistryServer } from '../registry-server';

const DISK_MB = 24;

let server: DockerServer;
let registry: RegistryServer;

beforeAll(async () => {
  server = await DockerServer.start(DISK_MB);
  registry = await RegistryServer.start('open', DISK_MB);
});

afterAll(async () => {
  await server.stop();
  await registry.stop();
});

/** Makes a project that pushes one image, which takes `mb` MB more than its program. */
function makeProject(repository: string, mb: number): TestProject {
  const table = [`repository_name = "${repository}"`, `registry_url = "${registry.host}"`];
  const step = ['/busybox', 'dd', 'if=/dev/urandom', 'of=/data', 'bs=1M', `count=${mb}`];
  const project = new TestProject(
    {
      'helix.toml': ['[project]', 'name = "shop"', '', '[cloud.web.registry]', ...table, ''].join('\n'),
      Dockerfile: `FROM scratch\nCOPY busybox /\nRUN ${JSON.stringify(step)}\n`,
    },
    { DOCKER_HOST: server.host },
  );
  const busybox = foundProgram('busybox', 'apt-get install -y --no-install-recommends busybox-static');
  copyFileSync(busybox, join(project.directory, 'busybox'));
  return project;
}

const APPLY = ['apply', '--auto-approve'];

async function expectNothingAfter(project: TestProject): Promise<void> {
  await project.runHelix('destroy', '--auto-approve');
  expect([server.docker('images', '-aq'), server.docker('ps', '-aq')]).toEqual(['', '']);
  project.remove();
}

test('an engine whose disk is full fails a build with its reason, keeps no container, and builds when there is space', async () => {
  const project = makeProject('shop', 2 * DISK_MB);
  const full = await project.run(APPLY);
  expect([full.code, full.stdout]).toEqual([4, expect.stringMatching(/no space left on device/i)]);
  expect(server.docker('ps', '-aq')).toBe('');
  project.edit('Dockerfile', `count=${2 * DISK_MB}`, 'count=1');
  await project.runHelix(...APPLY);
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  await expectNothingAfter(project);
});

test('a registry whose disk is full is known before anything is built, and gets the image when there is space', async () => {
  const project = makeProject('other', 1);
  registry.fill(true);
  const full = await project.run(APPLY);
  registry.fill(false);
  // Known before anything is built.
  expect([full.code, full.stderr]).toEqual([
    1,
    expect.stringContaining(`No usable answer from ${registry.host}`),
  ]);
  expect(server.docker('images', '-aq')).toBe('');
  await project.runHelix(...APPLY);
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  await expectNothingAfter(project);
});
