import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer, SERVES } from '../docker-server';
import { readBelow } from '../read-below';
import { PASSWORD, RegistryServer, USER } from '../registry-server';

let server: DockerServer;
let open: RegistryServer;
let closed: RegistryServer;
const projects: TestProject[] = [];

beforeAll(async () => {
  server = await DockerServer.start();
  open = await RegistryServer.start('open');
  closed = await RegistryServer.start('closed');
  server.docker('login', '-u', USER, '-p', PASSWORD, closed.host);
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

/** Puts an image into a registry, and takes it out of the engine. */
function publish({ host }: RegistryServer, tag: string, answer: string): string {
  const image = `${host}/web:${tag}`;
  server.makeImage(image, SERVES, { 'www/healthz': answer });
  server.docker('push', '-q', image);
  server.docker('rmi', image);
  return `${host}/web`;
}

async function makeProject(
  image: string,
  tag: string,
  pull = 'missing',
): Promise<TestProject & { port: number }> {
  const port = await freePort();
  const keys = [`image = "${image}"`, `tag = "${tag}"`, `pull = "${pull}"`];
  const text = `[project]\nname = "shop"\n\n[local.dev]\nport = ${port}\n${keys.join('\n')}\n`;
  const project = new TestProject({ 'helix.toml': text }, { DOCKER_HOST: server.host });
  projects.push(project);
  return Object.assign(project, { port });
}

async function readAnswer(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/healthz`)).text();
}

test('an image that is missing is pulled, and its digest is on record', async () => {
  const project = await makeProject(publish(open, '1', 'pulled'), '1');
  await project.runHelix('apply', '--auto-approve');
  expect(await readAnswer(project.port)).toBe('pulled');
  expect(await project.runHelix('state', 'show', 'image.dev')).toMatch(/web@sha256:[0-9a-f]{64}/);
});

test('an image that was removed from the engine is pulled again', async () => {
  const image = publish(open, '1', 'pulled');
  const project = await makeProject(image, '1');
  await project.runHelix('apply', '--auto-approve');
  server.docker('rmi', '-f', `${image}:1`);
  expect(await project.runHelix('plan', '--refresh')).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
  await project.runHelix('apply', '--auto-approve');
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
});

test('a tag that moved is pulled with `always`, and not with `missing`', async () => {
  const image = publish(open, 'moving', 'old');
  const first = await makeProject(image, 'moving');
  await first.runHelix('apply', '--auto-approve');
  await first.runHelix('destroy', '--auto-approve');
  server.docker('tag', `${image}:moving`, 'kept:old');
  publish(open, 'moving', 'new');
  server.docker('tag', 'kept:old', `${image}:moving`);
  await first.runHelix('apply', '--auto-approve');
  expect(await readAnswer(first.port)).toBe('old');
  await first.runHelix('destroy', '--auto-approve');
  first.edit('helix.toml', 'pull = "missing"', 'pull = "always"');
  await first.runHelix('apply', '--auto-approve');
  expect(await readAnswer(first.port)).toBe('new');
});

test('an image that nobody has is an error, and its container is not tried', async () => {
  const project = await makeProject(`${open.host}/absent`, '1');
  const run = await project.run(['apply', '--auto-approve']);
  expect(run.code).toBe(4);
  expect(run.stdout).toContain(`Cannot pull ${open.host}/absent:1`);
  expect(run.stdout).toContain('instance.dev  skipped, since image.dev failed');
});

test('with `never` an image that is missing is an error, whatever the registry has', async () => {
  const project = await makeProject(publish(open, '2', 'pulled'), '2', 'never');
  const run = await project.run(['apply', '--auto-approve']);
  expect(run.code).toBe(4);
  expect(run.stdout).toContain('is not in the engine, and `pull` is `never`');
});

describe('a registry that asks for a password', () => {
  const auth = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
  const logins: Record<string, (project: TestProject) => void> = {
    'Docker’s configuration': ({ home }) => writeConfig(home, { auths: { [closed.host]: { auth } } }),
    'a credential helper': ({ home }) => {
      writeConfig(home, { credHelpers: { [closed.host]: 'planted' } });
    },
  };

  test('without a log-in ends with 3 and says how to log in', async () => {
    const project = await makeProject(publish(closed, '1', 'secret'), '1');
    const run = await project.run(['apply', '--auto-approve']);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('docker login');
  });

  test.each(Object.keys(logins))('takes the log-in of %s, and shows it nowhere', async (name) => {
    const project = await makeProject(publish(closed, '1', 'secret'), '1');
    logins[name]?.(project);
    const helper = `#!/bin/sh\nprintf '{"Username":"${USER}","Secret":"${PASSWORD}"}'\n`;
    project.write('../home/bin/docker-credential-planted', helper);
    chmodSync(join(project.home, 'bin/docker-credential-planted'), 0o755);
    const env = { PATH: `${join(project.home, 'bin')}:${process.env['PATH'] ?? ''}`, HELIX_LOG: '1' };
    const run = await project.run(['apply', '--auto-approve'], { env });
    expect(run.code).toBe(0);
    expect(await readAnswer(project.port)).toBe('secret');
    const shown = [
      run.stdout,
      run.stderr,
      server.docker('inspect', 'helix-shop-dev'),
      readBelow(project),
    ].join('\n');
    expect([PASSWORD, auth].filter((secret) => shown.includes(secret))).toEqual([]);
  });
});

function writeConfig(home: string, config: unknown): void {
  mkdirSync(join(home, '.docker'), { recursive: true });
  writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify(config));
}
