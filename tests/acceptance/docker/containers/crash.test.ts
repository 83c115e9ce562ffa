import { freePort } from '../../backends/free-port';
import { EXHAUSTIVE } from '../../../exhaustive';
import { TestProject } from '../../../helix';
import { DockerServer, SERVES } from '../docker-server';
import { killAtChange } from '../kill-at';

let server: DockerServer;

beforeAll(async () => {
  server = await DockerServer.start();
  server.makeImage('web:1', SERVES, { 'www/healthz': 'one' });
  server.makeImage('web:2', SERVES, { 'www/healthz': 'two' });
});

afterEach(() => server.clear());

afterAll(() => server.stop());

/** The changes that an operation asks the engine for, in their order. */
const CREATE = ['network', 'volume', 'container', 'start'];
const REPLACE = ['stop', 'rename', 'container', 'start', 'remove'];
const DELETE = ['stop', 'network', 'remove', 'volume'];

const points = (changes: readonly string[]) =>
  changes.flatMap((change, index) =>
    (['before', 'after'] as const).map((when) => ({ change, when, at: index + 1 })),
  );

async function makeProject(): Promise<{ project: TestProject; port: number }> {
  const port = await freePort();
  const keys = ['image = "web"', 'tag = "1"', 'pull = "never"', 'storage = "disk"'];
  const text = `[project]\nname = "shop"\n\n[local.dev]\nport = ${port}\n${keys.join('\n')}\n`;
  return { project: new TestProject({ 'helix.toml': text }, { DOCKER_HOST: server.host }), port };
}

/** Destroys the project: nothing of it may be left but its volume. */
async function expectNothingAfter(project: TestProject): Promise<void> {
  await project.runHelix('destroy', '--auto-approve');
  expect([server.names('container'), server.names('network')]).toEqual([[], []]);
  project.remove();
}

/** Destroys the project with its data: nothing of it may be left. */
async function expectNothingAtAllAfter(project: TestProject): Promise<void> {
  await project.runHelix('destroy', '--auto-approve', '--delete-data');
  expect([server.names('container'), server.names('network'), server.names('volume')]).toEqual([[], [], []]);
  project.remove();
}

async function expectKilled(project: TestProject, words: readonly string[], flags: string[]): Promise<void> {
  const { code } = await project.run([...words, '--auto-approve'], { node: flags });
  expect(code).toBe(-1);
}

describe('after a kill of Helix', () => {
  test.each(points(CREATE))(
    '$when the $change of a creation the next apply completes it',
    async ({ at, when }) => {
      const { project, port } = await makeProject();
      await expectKilled(project, ['apply'], killAtChange(project, { at, when }));
      await project.runHelix('apply', '--auto-approve');
      expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('one');
      expect(server.names('container')).toEqual(['helix-shop-dev']);
      expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
      await expectNothingAfter(project);
    },
  );

  test.each(EXHAUSTIVE ? points(CREATE) : points(CREATE).slice(-3))(
    '$when the $change of a creation the next destroy leaves nothing',
    async ({ at, when }) => {
      const { project } = await makeProject();
      await expectKilled(project, ['apply'], killAtChange(project, { at, when }));
      await expectNothingAfter(project);
    },
  );

  test.each(points(REPLACE))(
    '$when the $change of a replacement the next apply completes it',
    async ({ at, when }) => {
      const { project, port } = await makeProject();
      await project.runHelix('apply', '--auto-approve');
      server.docker('exec', 'helix-shop-dev', '/bin/sh', '-c', 'echo 42 > /var/lib/helix/orders');
      project.edit('helix.toml', 'tag = "1"', 'tag = "2"');
      await expectKilled(project, ['apply'], killAtChange(project, { at, when }));
      await project.runHelix('apply', '--auto-approve');
      expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('two');
      expect(server.names('container')).toEqual(['helix-shop-dev']);
      expect(server.docker('exec', 'helix-shop-dev', '/bin/busybox', 'cat', '/var/lib/helix/orders')).toBe(
        '42',
      );
      expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
      await expectNothingAfter(project);
    },
  );

  test.each(points(DELETE))(
    '$when the $change of a deletion with its data the next destroy completes it',
    async ({ at, when }) => {
      const { project } = await makeProject();
      await project.runHelix('apply', '--auto-approve');
      await expectKilled(project, ['destroy', '--delete-data'], killAtChange(project, { at, when }));
      await expectNothingAtAllAfter(project);
    },
  );
});

describe('after a kill of the engine', () => {
  const drawn = (changes: readonly string[]) => {
    const all = points(changes);
    return EXHAUSTIVE ? all : [all[Math.floor(Math.random() * all.length)]!];
  };

  /** Runs an apply in which the engine ends, which is an error, and starts the engine again. */
  async function applyWithKill(project: TestProject, flags: string[]): Promise<void> {
    const { code, stdout, stderr } = await project.run(['apply', '--auto-approve'], { node: flags });
    await server.kill();
    await server.start();
    expect({ code, said: stdout + stderr }).toEqual({
      code: 4,
      said: expect.stringContaining('engine') as string,
    });
  }

  test.each(drawn(CREATE))(
    '$when the $change of a creation the next apply makes a container that answers',
    async ({ at, when }) => {
      const { project, port } = await makeProject();
      await applyWithKill(project, killAtChange(project, { at, when }, server));
      await project.runHelix('apply', '--auto-approve');
      expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('one');
      expect(server.names('container')).toEqual(['helix-shop-dev']);
      expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
      await expectNothingAtAllAfter(project);
    },
  );

  test.each(drawn(REPLACE))(
    '$when the $change of a replacement the next apply runs the new image on the same data',
    async ({ at, when }) => {
      const { project, port } = await makeProject();
      await project.runHelix('apply', '--auto-approve');
      server.docker('exec', 'helix-shop-dev', '/bin/sh', '-c', 'echo 42 > /var/lib/helix/orders');
      project.edit('helix.toml', 'tag = "1"', 'tag = "2"');
      await applyWithKill(project, killAtChange(project, { at, when }, server));
      await project.runHelix('apply', '--auto-approve');
      expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('two');
      expect(server.names('container')).toEqual(['helix-shop-dev']);
      expect(server.docker('exec', 'helix-shop-dev', '/bin/busybox', 'cat', '/var/lib/helix/orders')).toBe(
        '42',
      );
      expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
      await expectNothingAtAllAfter(project);
    },
  );
});
