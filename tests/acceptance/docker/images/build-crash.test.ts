import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXHAUSTIVE } from '../../../exhaustive';
import { TestProject } from '../../../helix';
import { foundProgram } from '../../backends/found-program';
import { DockerServer } from '../docker-server';
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

interface Point {
  readonly request: 'build' | 'push';
  /** 0: before the request; 1: with its answer; then with each piece of the answer. */
  readonly at: number;
}

/** Flags that kill Helix with SIGKILL at a point of the request for a build or a push. */
function killAt(project: TestProject, { request, at }: Point): string[] {
  return project.preload(`
    const http = require('node:http');
    const real = http.request;
    const kill = () => process.kill(process.pid, 'SIGKILL');
    http.request = (options, ...rest) => {
      const isIt = options.method === 'POST' && /\\/${request}\\?/.test(options.path);
      if (isIt && ${at} === 0) kill();
      const made = real(options, ...rest);
      let seen = 0;
      const count = () => (seen += 1) === ${at} && kill();
      if (isIt) made.prependListener('response', (response) => { count(); response.on('data', count); });
      return made;
    };`);
}

const points = (request: Point['request'], last: number): readonly Point[] =>
  Array.from({ length: last + 1 }, (_, at) => ({ request, at }));

const ALL = [...points('build', 14), ...points('push', 6)];
const FEW = ALL.filter(({ request, at }) => (request === 'build' ? [1, 9] : [1]).includes(at));

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
    const killed = await project.run(['apply', '--auto-approve'], { node: killAt(project, point) });
    expect(killed.code).toBe(-1);
    await project.runHelix('apply', '--auto-approve');
    expect(await readTags(repository)).toHaveLength(1);
    expect(server.docker('ps', '-aq')).toBe('');
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
    await project.runHelix('destroy', '--auto-approve');
    expect(server.docker('images', '-aq')).toBe('');
    project.remove();
  },
);

test('after a kill of Helix in a build a destroy leaves nothing', async () => {
  const project = makeProject('shop/destroyed');
  const flags = killAt(project, { request: 'build', at: 9 });
  expect((await project.run(['apply', '--auto-approve'], { node: flags })).code).toBe(-1);
  await project.runHelix('destroy', '--auto-approve');
  expect([server.docker('ps', '-aq'), server.docker('images', '-aq')]).toEqual(['', '']);
  expect(await readTags('shop/destroyed')).toEqual([]);
  project.remove();
});

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
