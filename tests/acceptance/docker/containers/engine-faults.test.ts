import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer, SERVES } from '../docker-server';
import { EngineDoor } from '../engine-door';
import type { Passing } from '../engine-door';

let server: DockerServer;
let door: EngineDoor;
let port: number;
let project: TestProject;

beforeAll(async () => {
  server = await DockerServer.start();
  server.makeImage('web:1', SERVES, { 'www/healthz': 'one' });
});

beforeEach(async () => {
  door = new EngineDoor(server);
  await door.open();
  port = await freePort();
  const keys = [`port = ${port}`, 'image = "web"', 'tag = "1"', 'pull = "never"', 'storage = "disk"'];
  const text = `[project]\nname = "shop"\n\n[local.dev]\n${keys.join('\n')}\n`;
  project = new TestProject({ 'helix.toml': text }, { DOCKER_HOST: door.host });
});

afterEach(async () => {
  await door.close();
  server.clear();
  project.remove();
});

afterAll(() => server.stop());

const APPLY = ['apply', '--auto-approve'];

/** Whether it is the request that makes a change. */
const isChange = (change: 'create' | 'start', { method, path }: Passing): boolean =>
  method === 'POST' &&
  (change === 'create' ? path.includes('/containers/create') : /\/containers\/\w+\/start/.test(path));

async function expectRunning(): Promise<void> {
  expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('one');
  expect(server.names('container')).toEqual(['helix-shop-dev']);
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
}

async function holdPort(): Promise<Server> {
  const holder = createServer().listen(port, '127.0.0.1');
  await once(holder, 'listening');
  return holder;
}

test.each([
  ['before it makes a container', 'before'],
  ['after it has made a container', 'after'],
] as const)('an engine that is killed %s is asked again by the next apply', async (_, when) => {
  let isKilled = false;
  const kill = async (passing: Passing): Promise<undefined> => {
    if (isKilled || !isChange('create', passing)) return;
    isKilled = true;
    await server.kill();
  };
  door[when] = kill;
  const killed = await project.run(APPLY);
  expect([isKilled, killed.code]).toEqual([true, 4]);
  const without = await project.run(APPLY);
  expect(without.code).toBe(1);
  expect(without.stderr).toContain('No Docker engine answers');
  await server.start();
  await project.runHelix(...APPLY);
  await expectRunning();
  await project.runHelix('destroy', '--auto-approve', '--delete-data');
  expect([server.names('container'), server.names('network'), server.names('volume')]).toEqual([[], [], []]);
});

test('a port that is taken just before the start leaves no container, and is taken when it is free', async () => {
  let holder: Server | null = null;
  door.before = async (passing) => {
    if (holder === null && isChange('start', passing)) holder = await holdPort();
    return undefined;
  };
  const failed = await project.run(APPLY);
  expect(failed.code).toBe(4);
  expect(failed.stdout).toMatch(/address already in use|port is already allocated/);
  expect(server.names('container')).toEqual([]);
  const refused = await project.run(APPLY);
  expect(refused.code).toBe(5);
  expect(refused.stderr).toContain(`Port ${port} is taken by`);
  holder!.close();
  await once(holder!, 'close');
  await project.runHelix(...APPLY);
  await expectRunning();
});

test('a container that a request has made already is taken over', async () => {
  door.before = async (passing) => {
    if (isChange('create', passing)) await passing.repeat();
    return undefined;
  };
  await project.runHelix(...APPLY);
  await expectRunning();
});

test('an engine that refuses old versions of its API is asked in the newest one that is known', async () => {
  const versions = new Set<string>();
  door.before = ({ path }) => {
    if (path === '/version') return Promise.resolve('{"ApiVersion":"1.52","MinAPIVersion":"1.44"}');
    versions.add(path.split('/')[1] ?? '');
    return undefined;
  };
  const [, oldest] = /"ApiVersion":"([\d.]+)"/.exec(
    server.docker('version', '--format', '{{json .Server}}'),
  )!;
  door.rewrite = (path) => path.replace(/^\/v[\d.]+/, `/v${oldest}`);
  await project.runHelix(...APPLY);
  await expectRunning();
  expect([...versions]).toEqual(['v1.47']);
});
