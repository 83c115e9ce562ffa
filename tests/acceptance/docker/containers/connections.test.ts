import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer as createSilentServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createServer } from 'node:tls';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer, SERVES } from '../docker-server';

let server: DockerServer;
let project: TestProject;

beforeAll(async () => {
  server = await DockerServer.start();
  server.makeImage('web:1', SERVES, { 'www/healthz': 'one' });
});

beforeEach(async () => {
  const keys = [`port = ${await freePort()}`, 'image = "web"', 'tag = "1"', 'pull = "never"'];
  project = new TestProject({
    'helix.toml': `[project]\nname = "shop"\n\n[local.dev]\n${keys.join('\n')}\n`,
  });
});

afterEach(() => {
  server.clear();
  project.remove();
});

afterAll(() => server.stop());

const socket = (): string => server.host.replace('unix://', '');

/** Applies and destroys with this environment; the container must have been there in between. */
async function expectReached(env: Readonly<Record<string, string>>): Promise<void> {
  const applied = await project.run(['apply', '--auto-approve'], { env });
  expect(applied).toMatchObject({ code: 0 });
  expect(server.names('container')).toEqual(['helix-shop-dev']);
  const destroyed = await project.run(['destroy', '--auto-approve'], { env });
  expect(destroyed).toMatchObject({ code: 0 });
  expect(server.names('container')).toEqual([]);
}

test('an engine is reached over SSH through the `ssh` program', async () => {
  const bin = join(project.home, 'bin');
  mkdirSync(bin);
  const script = [
    '#!/bin/sh',
    `echo "$*" >> ${project.home}/asked`,
    `exec docker -H ${server.host} system dial-stdio`,
  ];
  writeFileSync(join(bin, 'ssh'), `${script.join('\n')}\n`);
  chmodSync(join(bin, 'ssh'), 0o755);
  const PATH = `${bin}:${process.env['PATH'] ?? ''}`;
  await expectReached({ PATH, DOCKER_HOST: 'ssh://ada@build.example:2222' });
  const asked = readFileSync(join(project.home, 'asked'), 'utf8').trim().split('\n');
  expect([...new Set(asked)]).toEqual([
    '-o ConnectTimeout=30 -o BatchMode=yes -T -l ada -p 2222 -- build.example docker system dial-stdio',
  ]);
});

test('what `ssh` says is in the error when it does not connect', async () => {
  const bin = join(project.home, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'ssh'),
    '#!/bin/sh\necho "build.example: Permission denied (publickey)." >&2\nexit 255\n',
  );
  chmodSync(join(bin, 'ssh'), 0o755);
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, DOCKER_HOST: 'ssh://build.example' };
  const run = await project.run(['apply', '--auto-approve'], { env });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(
    'No Docker engine answers at ssh://build.example (build.example: Permission denied',
  );
});

test('an engine that takes a connection and never answers is not waited for', async () => {
  const path = join(project.home, 'silent.sock');
  const silent = createSilentServer((client) => client.on('error', () => undefined)).listen(path);
  await once(silent, 'listening');
  const run = await project.run(['apply', '--auto-approve'], { env: { DOCKER_HOST: `unix://${path}` } });
  silent.close();
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(`No Docker engine answers at unix://${path} (it takes longer than 10 s)`);
});

test('an engine is reached over TLS with the certificates of DOCKER_CERT_PATH, and refuses others', async () => {
  const certs = join(project.home, 'certs');
  makeCertificates(certs);
  const read = (name: string) => readFileSync(join(certs, `${name}.pem`));
  const files = { ca: read('ca'), cert: read('cert'), key: read('key') };
  const door = createServer({ ...files, requestCert: true, rejectUnauthorized: true }, (client) => {
    const engine = connect(socket());
    client.pipe(engine).pipe(client);
    client.on('error', () => engine.destroy());
    engine.on('error', () => client.destroy());
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const DOCKER_HOST = `tcp://127.0.0.1:${(door.address() as AddressInfo).port}`;
  await expectReached({ DOCKER_HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certs });
  const others = join(project.home, 'others');
  makeCertificates(others);
  const env = { DOCKER_HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: others };
  const run = await project.run(['apply', '--auto-approve'], { env });
  door.close();
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(`No Docker engine answers at ${DOCKER_HOST}`);
});

test('the context that Docker uses is used', async () => {
  const write = (file: string, value: unknown): void => {
    mkdirSync(dirname(join(project.home, file)), { recursive: true });
    writeFileSync(join(project.home, file), JSON.stringify(value));
  };
  const id = createHash('sha256').update('desk').digest('hex');
  write('.docker/config.json', { currentContext: 'desk' });
  write(`.docker/contexts/meta/${id}/meta.json`, {
    Name: 'desk',
    Endpoints: { docker: { Host: server.host } },
  });
  await expectReached({});
});

test('a project of Podman is run through the socket of Podman', async () => {
  project.edit('helix.toml', 'name = "shop"', 'name = "shop"\ncontainer_runtime = "podman"');
  mkdirSync(join(project.home, 'podman'));
  symlinkSync(socket(), join(project.home, 'podman', 'podman.sock'));
  await expectReached({ DOCKER_HOST: 'unix:///nowhere/docker.sock', XDG_RUNTIME_DIR: project.home });
});

/** Makes a certificate for 127.0.0.1 that is its own authority, for the engine and for whoever asks it. */
function makeCertificates(directory: string): void {
  mkdirSync(directory);
  const words = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  const names = ['-subj', '/CN=engine', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', join(directory, 'key.pem'), '-out', join(directory, 'cert.pem')];
  const { status, stderr } = spawnSync('openssl', [...words, ...names, ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  writeFileSync(join(directory, 'ca.pem'), readFileSync(join(directory, 'cert.pem')));
}
