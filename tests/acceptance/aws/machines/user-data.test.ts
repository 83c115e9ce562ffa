import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ec2Dialect } from '../../../../stacks/aws/lowering/machine-dialect';
import { userData } from '../../../../stacks/lowering/user-data/user-data';
import { foundProgram } from '../../backends/found-program';
import { makeImage } from './debian/image';
import { DebianMachine } from './debian/machine';

const MOTTO = `it's "$HOME" \`ls\`, é\nand # more`;
const KEY = '-----BEGIN KEY-----\nc2VjcmV0\n-----END KEY-----';
const REGION = 'eu-west-1';
const ROLE = 'iam/security-credentials/';
const CREDENTIALS = {
  Code: 'Success',
  Type: 'AWS-HMAC',
  AccessKeyId: 'ASIAROLE',
  SecretAccessKey: 'role',
  Token: 'role',
  Expiration: '2100-01-01T00:00:00Z',
  LastUpdated: '2026-11-20T00:00:00Z',
};

function written(digest: string): string {
  const input = {
    address: 'instance.api' as const,
    image: `127.0.0.1:5000/shop/api@${digest}`,
    registry: '127.0.0.1:5000',
    ports: [8080],
    env: { MOTTO, EMPTY: '' },
    secrets: { TOKEN: '/helix/api/token', KEY: '/helix/api/key', TURN: '/helix/api/turn' },
    expireItself: true,
  };
  return userData(input, ec2Dialect(REGION));
}

describe('a machine that boots with its user data', () => {
  const machine = new DebianMachine();
  const aws = (...words: string[]) =>
    machine.waitUntil('aws', '--region', REGION, '--output', 'text', ...words);
  const put = (name: string, value: string) =>
    aws('ssm', 'put-parameter', '--overwrite', '--type', 'SecureString', '--name', name, '--value', value);
  /** Reads the environment of the container from its port. */
  const environment = () => machine.waitUntil('curl', '-fsS', '-m', '5', 'http://127.0.0.1:8080/cgi-bin/env');
  const ready = () => machine.waitUntil('cat', '/run/helix/ready');

  beforeAll(async () => {
    machine.metadata(ROLE, 'helix-api');
    machine.metadata(`${ROLE}helix-api`, JSON.stringify(CREDENTIALS));
    machine.start(written(makeImage(machine.blobs, 8080)));
    await machine.waitUntil('test', '-x', '/usr/local/sbin/helix-start');
    // Later than the machine asks for the first time: what is missing is asked for again.
    await put('/helix/api/token', 's3cr3t');
    await put('/helix/api/key', KEY);
    await put('/helix/api/turn', 'first');
  });
  afterAll(() => machine.remove());

  it('installs a container runtime, and the container answers on its port with its environment and secrets', async () => {
    const answer = await environment();
    for (const line of [`MOTTO=${MOTTO}`, 'EMPTY=', 'TOKEN=s3cr3t', `KEY=${KEY}`]) {
      expect(answer).toContain(`\n${line}\n`);
    }
    expect(await ready()).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
    const inspected = machine.run('docker', 'inspect', '--format', '{{.Config.Image}}', 'helix').stdout;
    expect(inspected).toMatch(/^127\.0\.0\.1:5000\/shop\/api@sha256:[0-9a-f]{64}\n$/);
    expect(machine.run('dpkg-query', '--show', '--showformat', '${Status}', 'docker.io').stdout).toBe(
      'install ok installed',
    );
  });

  it('restarts a container that died', async () => {
    await environment();
    const pid = () => machine.run('docker', 'inspect', '--format', '{{.State.Pid}}', 'helix').stdout.trim();
    const before = pid();
    expect(machine.run('kill', '-9', before).code).toBe(0);
    await machine.waitUntil(
      'sh',
      '-c',
      `docker inspect --format '{{.State.Pid}}' helix | grep -vx -e 0 -e ${before}`,
    );
    await environment();
  });

  it('shows neither secrets nor the password of the registry in its files and its journal', async () => {
    await ready();
    expect(machine.run('stat', '-c', '%a %U', '/run/helix').stdout).toBe('700 root\n');
    expect(machine.run('find', '/run/helix', '-perm', '/077', '-o', '!', '-user', 'root').stdout).toBe('');
    const places = ['/etc', '/var/lib/cloud', '/var/log', '/usr/local', '/root/.docker', '/run/helix'];
    const holding = (text: string) => machine.run('grep', '-rlF', text, ...places).stdout;
    expect(holding('s3cr3t')).toBe('');
    const journal = machine.run('journalctl', '--no-pager').stdout;
    expect([
      journal.includes('helix-start'),
      journal.includes('s3cr3t'),
      journal.includes('auth-token'),
    ]).toEqual([true, false, false]);
  });

  it('runs it again after a reboot, with the secrets as they are then, also when the registry is away', async () => {
    await ready();
    await put('/helix/api/turn', 'second');
    machine.registry(false);
    const boot = machine.boot();
    machine.run('systemctl', 'reboot');
    while (machine.boot() === boot || machine.boot() === undefined)
      await new Promise((go) => setTimeout(go, 100));
    await ready();
    expect(await environment()).toContain('\nTURN=second\n');
    machine.registry(true);
  });

  it('terminates itself when the time in its tag has passed, and not before', async () => {
    const run = ['ec2', 'run-instances', '--image-id', 'ami-12c6146b', '--instance-type', 't3.micro'];
    const id = (await aws(...run, '--query', 'Instances[0].InstanceId')).trim();
    machine.metadata('instance-id', id);
    const look = () => machine.run('systemctl', 'start', 'helix-expire.service').code;
    const readState = async () =>
      (await aws('ec2', 'describe-instances', '--query', 'Reservations[0].Instances[0].State.Name')).trim();
    await machine.waitUntil('systemctl', 'is-active', 'helix-expire.timer');

    for (const tag of [null, '2999-01-01T00:00:00.000Z', 'soon']) {
      machine.metadata('tags/instance/helix-expires-at', tag);
      expect([tag, look(), await readState()]).toEqual([tag, tag === 'soon' ? 1 : 0, 'running']);
    }
    machine.metadata('tags/instance/helix-expires-at', '2026-11-20T09:00:00.000Z');
    expect([look(), await readState()]).toEqual([0, 'terminated']);
  });
});

describe('the text of user data', () => {
  const directory = mkdtempSync(join(tmpdir(), 'helix-user-data-'));
  const text = written(`sha256:${'0'.repeat(64)}`);
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is accepted by `cloud-init schema`', () => {
    const file = join(directory, 'user-data');
    writeFileSync(file, text);
    const program = foundProgram('cloud-init', 'apt-get install -y --no-install-recommends cloud-init');
    const { status, stdout, stderr } = spawnSync(program, ['schema', '--config-file', file], {
      encoding: 'utf8',
    });
    expect([status, stdout.trim(), stderr]).toEqual([0, `Valid cloud-config: ${file}`, '']);
  });

  it('has scripts that ShellCheck finds nothing in', () => {
    const scripts = [...text.matchAll(/content: \|\n((?: {6}.*\n|\n)+)/g)]
      .map(([, content = '']) => content.replaceAll(/^ {6}/gm, ''))
      .filter((content) => content.startsWith('#!/bin/bash'));
    expect(scripts).toHaveLength(2);
    const program = foundProgram('shellcheck', 'apt-get install -y --no-install-recommends shellcheck');
    for (const input of scripts) {
      expect(
        spawnSync(program, ['-'], {
          input,
          encoding: 'utf8',
        }).stdout,
      ).toBe('');
    }
  });
});
