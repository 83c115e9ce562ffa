import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXHAUSTIVE } from '../../../exhaustive';
import { TestProject } from '../../../helix';
import { foundProgram } from '../../backends/found-program';
import { DockerServer } from '../docker-server';
import { killInRequest } from '../kill-at';
import type { RequestPoint } from '../kill-at';
import { RegistryServer } from '../registry-server';

let server: DockerServer;
let registry: RegistryServer;

beforeAll(async () => {
  server = await DockerServer.start();
  registry = await RegistryServer.start('open');
});

afterEach(() => {
  server.clear();
  server.docker('image', 'prune', '-a', '-f');
});

afterAll(async () => {
  await server.stop();
  await registry.stop();
});

const BUSYBOX = 'apt-get install -y --no-install-recommends busybox-static';
const STEPS = ['a', 'b', 'c'].map(
  (file) => `RUN ["/busybox", "sh", "-c", "/busybox sleep 0.2; /busybox cp /busybox /${file}"]`,
);

/** Makes a project that builds one image and pushes it to a repository of its own. */
function makeProject(repository: string): TestProject {
  const table = [
    '[cloud.web.registry]',
    `repository_name = "${repository}"`,
    `registry_url = "${registry.host}"`,
  ];
  const files = {
    'helix.toml': `${['[project]', 'name = "shop"', '', ...table].join('\n')}\n`,
    Dockerfile: `${['FROM scratch', 'COPY busybox data.txt /', ...STEPS].join('\n')}\n`,
    // Another layer for each test: a layer that the registry has is not pushed.
    'data.txt': repository,
  };
  const project = new TestProject(files, { DOCKER_HOST: server.host });
  copyFileSync(foundProgram('busybox', BUSYBOX), join(project.directory, 'busybox'));
  return project;
}

const points = (request: RequestPoint['request'], last: number): readonly RequestPoint[] =>
  Array.from({ length: last + 1 }, (_, at) => ({ request, at }));

const PUSHES = points('push', 6);
const ALL = [...points('build', 14), ...PUSHES];
const FEW = ALL.filter(({ request, at }) => (request === 'build' ? [1, 9] : [1]).includes(at));

const draw = (all: readonly RequestPoint[]): RequestPoint => all[Math.floor(Math.random() * all.length)]!;

async function readTags(repository: string): Promise<readonly string[]> {
  const answer = await fetch(`http://${registry.host}/v2/${repository}/tags/list`);
  const { tags } = (await answer.json()) as { readonly tags?: readonly string[] };
  return tags ?? [];
}

test.each(EXHAUSTIVE ? ALL : FEW)(
  'after a kill of Helix at point $at of a $request the next apply completes it, and a destroy leaves nothing',
  async (point) => {
    const repository = `shop/${point.request}-${point.at}`;
    const project = makeProject(repository);
    const killed = await project.run(['apply', '--auto-approve'], { node: killInRequest(project, point) });
    expect(killed.code).toBe(-1);
    await expectCompleted(project, repository);
  },
);

test('after a kill of Helix in a build a destroy leaves nothing', async () => {
  const project = makeProject('shop/destroyed');
  const flags = killInRequest(project, { request: 'build', at: 9 });
  expect((await project.run(['apply', '--auto-approve'], { node: flags })).code).toBe(-1);
  await project.runHelix('destroy', '--auto-approve');
  expect([server.docker('ps', '-aq'), server.docker('images', '-aq')]).toEqual(['', '']);
  expect(await readTags('shop/destroyed')).toEqual([]);
  project.remove();
});

/** Runs an apply in which a server ends, which is an error that names it. */
async function expectFailedApply(project: TestProject, flags: string[], name: string): Promise<void> {
  const { code, stdout, stderr } = await project.run(['apply', '--auto-approve'], { node: flags });
  expect({ code, said: stdout + stderr }).toEqual({ code: 4, said: expect.stringContaining(name) as string });
}

/** Applies again: the image is in the registry once, and nothing else is left. A destroy leaves nothing at all. */
async function expectCompleted(project: TestProject, repository: string): Promise<void> {
  await project.runHelix('apply', '--auto-approve');
  expect(await readTags(repository)).toHaveLength(1);
  expect(server.docker('ps', '-aq')).toBe('');
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  await project.runHelix('destroy', '--auto-approve');
  expect(server.docker('images', '-aq')).toBe('');
  project.remove();
}

test.each(EXHAUSTIVE ? ALL : [draw(ALL)])(
  'after a kill of the engine at point $at of a $request the next apply completes it, and a destroy leaves nothing',
  async (point) => {
    const repository = `engine/${point.request}-${point.at}`;
    const project = makeProject(repository);
    await expectFailedApply(project, killInRequest(project, point, server), 'engine');
    await server.kill();
    await server.start();
    await expectCompleted(project, repository);
  },
);

test.each(EXHAUSTIVE ? PUSHES : [draw(PUSHES)])(
  'after a kill of the registry at point $at of a push the next apply completes it, and a destroy leaves nothing',
  async (point) => {
    const repository = `registry/${point.request}-${point.at}`;
    const project = makeProject(repository);
    await expectFailedApply(project, killInRequest(project, point, registry), registry.host);
    await registry.startAgain();
    await expectCompleted(project, repository);
  },
);

test('an engine that ends in a build is an error, and the next apply completes it', async () => {
  const project = makeProject('shop/halted');
  const apply = project.run(['apply', '--auto-approve']);
  // A step runs in a container.
  while (server.docker('ps', '-q') === '') await sleep(50);
  await server.halt();
  const { code } = await apply;
  expect(code).toBe(4);
  await server.start();
  await project.runHelix('apply', '--auto-approve');
  expect(await readTags('shop/halted')).toHaveLength(1);
  expect(server.docker('ps', '-aq')).toBe('');
  await project.runHelix('destroy', '--auto-approve');
  expect(server.docker('images', '-aq')).toBe('');
  project.remove();
});

test('a registry that ends in a push and comes back gets the image in the same apply', async () => {
  const project = makeProject('shop/returning');
  const flags = project.preload(`
    const http = require('node:http');
    const real = http.request;
    http.request = (options, ...rest) => {
      const made = real(options, ...rest);
      const isPush = options.method === 'POST' && /\\/push\\?/.test(options.path);
      if (isPush) made.once('response', () => { try { process.kill(${registry.pid}, 'SIGKILL'); } catch {} });
      return made;
    };`);
  const apply = project.run(['apply', '--auto-approve'], { node: flags });
  await Promise.race([registry.startAgain(), apply]);
  expect((await apply).code).toBe(0);
  expect(await readTags('shop/returning')).toHaveLength(1);
  await project.runHelix('destroy', '--auto-approve');
  project.remove();
});
