import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { endpointText, isThisHost, parseEndpoint } from '../connection/endpoint';
import { findEndpoint } from '../connection/find-endpoint';
import { sshArguments } from '../connection/ssh-agent';

const parsed = (text: string) => parseEndpoint(text, null, 'DOCKER_HOST');

describe('an address of an engine', () => {
  test.each([
    ['unix:///var/run/docker.sock', 'unix:///var/run/docker.sock'],
    ['tcp://build.example:2375', 'tcp://build.example:2375'],
    ['tcp://build.example', 'tcp://build.example:2375'],
    ['build.example:4000', 'tcp://build.example:4000'],
    ['tcp://[::1]:2375', 'tcp://[::1]:2375'],
    ['ssh://ada@build.example:2222', 'ssh://ada@build.example:2222'],
    ['ssh://build.example', 'ssh://build.example'],
  ])('%s is read as %s', (text, written) => {
    expect(endpointText(parsed(text))).toBe(written);
  });

  test('has the port 2376 with TLS', () => {
    const tls = { directory: '/certs', verify: true };
    expect(parseEndpoint('tcp://build.example', tls, 'DOCKER_HOST')).toMatchObject({ port: 2376, tls });
  });

  test.each(['ftp://build.example', 'tcp://', 'npipe:////./pipe/docker_engine'])('cannot be %s', (text) => {
    expect(() => parsed(text)).toThrow(`DOCKER_HOST is not an address of an engine: "${text}".`);
  });

  test.each([
    ['unix:///run/docker.sock', true],
    ['tcp://127.0.0.1:2375', true],
    ['tcp://build.example:2375', false],
    ['ssh://localhost', false],
  ])('%s publishes ports on this host: %s', (text, expected) => {
    expect(isThisHost(parsed(text))).toBe(expected);
  });

  test('over SSH is reached by the ssh program, which never asks and takes no host for an option', () => {
    const endpoint = { type: 'ssh', host: '-oProxyCommand=x', port: '22', user: 'ada' } as const;
    expect(sshArguments(endpoint).join(' ')).toBe(
      '-o ConnectTimeout=30 -o BatchMode=yes -T -l ada -p 22 -- -oProxyCommand=x docker system dial-stdio',
    );
  });
});

describe('the engine of a project', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'helix-endpoint-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const write = (file: string, value: unknown): void => {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), JSON.stringify(value));
  };
  const find = async (environment: Record<string, string>, runtime: 'docker' | 'podman' = 'docker') =>
    findEndpoint(runtime, { environment, home });
  const folderOf = (context: string) => createHash('sha256').update(context).digest('hex');
  const addContext = (name: string, host: string): void =>
    write(`.docker/contexts/meta/${folderOf(name)}/meta.json`, {
      Name: name,
      Endpoints: { docker: { Host: host } },
    });

  test('is the one that DOCKER_HOST names, whatever context is chosen', async () => {
    addContext('remote', 'tcp://build.example:2375');
    write('.docker/config.json', { currentContext: 'remote' });
    expect(endpointText(await find({ DOCKER_HOST: 'unix:///a.sock' }))).toBe('unix:///a.sock');
    expect(endpointText(await find({}))).toBe('tcp://build.example:2375');
  });

  test('is the one of DOCKER_CONTEXT, with its own certificates', async () => {
    addContext('remote', 'tcp://build.example:2376');
    write(`.docker/contexts/tls/${folderOf('remote')}/docker/ca.pem`, '');
    expect(await find({ DOCKER_CONTEXT: 'remote' })).toMatchObject({
      host: 'build.example',
      tls: { directory: join(home, '.docker/contexts/tls', folderOf('remote'), 'docker'), verify: true },
    });
  });

  test('cannot be a context that does not exist', async () => {
    await expect(find({ DOCKER_CONTEXT: 'typo' })).rejects.toThrow('There is no Docker context "typo"');
  });

  test('takes certificates from DOCKER_CERT_PATH with DOCKER_TLS_VERIFY alone', async () => {
    const env = { DOCKER_HOST: 'tcp://build.example', DOCKER_CERT_PATH: '/certs' };
    expect(await find(env)).toMatchObject({ tls: null });
    expect(await find({ ...env, DOCKER_TLS_VERIFY: '1' })).toMatchObject({
      port: 2376,
      tls: { directory: '/certs', verify: true },
    });
  });

  test('of Podman is the user’s own socket before that of the system', async () => {
    write('podman/podman.sock', '');
    expect(await find({ XDG_RUNTIME_DIR: home }, 'podman')).toEqual({
      type: 'socket',
      path: join(home, 'podman', 'podman.sock'),
    });
    expect(await find({ XDG_RUNTIME_DIR: home, CONTAINER_HOST: 'unix:///p.sock' }, 'podman')).toEqual({
      type: 'socket',
      path: '/p.sock',
    });
  });
});
