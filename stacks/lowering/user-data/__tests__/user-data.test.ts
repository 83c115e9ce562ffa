import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { parse } from 'yaml';
import { cloudConfig } from '../cloud-config';
import { volumeScript } from '../mount-volume';
import { userData } from '../user-data';
import type { MachineDialect, UserDataInput } from '../input';
import { shellWord } from '../../../../src/values/shell-word';

const INPUT: UserDataInput = {
  address: 'instance.api',
  image: 'ghcr.io/acme/api@sha256:0123',
  registry: null,
  ports: [8080],
  env: {},
  secrets: {},
  expireItself: false,
};

const DIALECT: MachineDialect = {
  limit: { bytes: 16_384, of: 'Acme', hint: 'Write less.' },
  settings: { region: 'eu-1' },
  programs: 'has acme || install_package acme acme\n',
  functions: '',
  logIn: 'acme log-in "$registry"',
  resolve: '  acme secret "$1"\n',
  expiry: { place: 'its mark', read: 'expires=$(acme mark) || exit 0', end: 'acme end\n' },
  closed: [],
};
const CLOSED = [{ address: '169.254.169.254', ports: [80] }];

describe('a cloud-config', () => {
  it('gives cloud-init every script and command as it was written', () => {
    const line = fc.oneof(fc.constant(''), fc.constant('  indented: yes'), fc.string({ maxLength: 200 }));
    const script = fc.array(line, { maxLength: 20 }).map((lines) => `#!/bin/bash\n${lines.join('\n')}`);
    fc.assert(
      fc.property(script, fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (content, command) => {
        const files = [{ path: '/usr/local/sbin/helix-start', mode: '0755', content }];
        expect(parse(cloudConfig({ title: 'Helix', files, commands: [command] }))).toEqual({
          write_files: [{ path: files[0]!.path, permissions: '0755', content: `${content.trimEnd()}\n` }],
          runcmd: [command],
        });
      }),
    );
  });
});

describe('user data', () => {
  it('is a cloud-config that names image, ports and registry', () => {
    const text = userData(
      { ...INPUT, ports: [8080, 9090], registry: '1.dkr.ecr.eu-west-1.amazonaws.com' },
      DIALECT,
    );
    expect(text).toMatch(/^#cloud-config\n# Helix: instance\.api\n/);
    expect(text).toContain('image=ghcr.io/acme/api@sha256:0123\n');
    expect(text).toContain('registry=1.dkr.ecr.eu-west-1.amazonaws.com\n');
    expect(text).toContain('ports=(8080 9090)\n');
    expect(text).toContain('      region=eu-1\n');
    expect(text).toContain('[ -z "$registry" ] || acme log-in "$registry"');
  });

  it('is the same text for the same input', () => {
    expect(userData(INPUT, DIALECT)).toBe(userData({ ...INPUT }, DIALECT));
  });

  it('is plain ASCII, in lines that a value cannot leave', () => {
    const value = 'é\n  - path: /etc/passwd\r\u2028"\'`$(id)\\\t\u0001';
    const lines = (text: string) => text.split('\n').length;
    const text = userData({ ...INPUT, env: { A: value } }, DIALECT);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(lines(text)).toBe(lines(userData(INPUT, DIALECT)));
  });

  it('watches its expiry only on request', () => {
    expect(userData(INPUT, DIALECT)).not.toContain('helix-expire');
    expect(userData({ ...INPUT, expireItself: true }, DIALECT)).toContain(
      'enable, --now, helix-expire.timer',
    );
  });

  it('leaves keys as the only way to log in, and root without a password', () => {
    const config = (loginKey: string | null) =>
      parse(userData({ ...INPUT, loginKey }, DIALECT)) as Record<string, unknown>;
    expect(config('ssh-ed25519 AAAAC3 me@host: "é"')).toMatchObject({
      ssh_pwauth: false,
      ssh_authorized_keys: ['ssh-ed25519 AAAAC3'],
      runcmd: expect.arrayContaining([['passwd', '--lock', 'root']]) as unknown,
    });
    expect(config(null)).toMatchObject({ ssh_pwauth: false });
    expect(config(null)).not.toHaveProperty('ssh_authorized_keys');
    expect(userData(INPUT, DIALECT)).not.toMatch(/ssh|passwd/);
  });

  it('keeps what docker keeps on a volume, which is formatted only when it is empty', () => {
    const text = userData({ ...INPUT, volume: '/dev/disk/by-id/it is' }, DIALECT);
    expect(text).toContain("device='/dev/disk/by-id/it is'\n");
    expect(text.indexOf('/usr/local/sbin/helix-volume\n')).toBeLessThan(text.indexOf('has docker ||'));
    expect(text).toContain('RequiredBy=docker.service');
    expect(text).toContain('enable, helix-volume.service');
    expect(userData(INPUT, DIALECT)).not.toContain('helix-volume');
  });

  it.each([
    ['an empty volume', 2, ['mkfs.ext4 -q /dev/null', 'mount /dev/null', 'resize2fs /dev/null'], 0],
    ['a volume with a file system', 0, ['mount /dev/null', 'resize2fs /dev/null'], 0],
    ['a volume that cannot be read', 4, [], 4],
  ])('mounts %s', (_, blkid, expected, status) => {
    const stubs = ['mkfs.ext4', 'mount', 'resize2fs', 'mkdir'].map(
      (name) => `${name}() { [ ${name} = mkdir ] || echo "${name} $*"; }`,
    );
    const script = volumeScript('/dev/null')
      .replace('[ -b "$device" ]', 'true')
      .replace(
        'set -euo pipefail',
        `set -euo pipefail\nmountpoint() { false; }\nblkid() { return ${blkid}; }\n${stubs.join('\n')}`,
      );
    const ran = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(ran.stdout.split('\n').filter((line) => line !== '')).toEqual(
      expected.map((line) => (line.startsWith('mount ') ? `${line} /var/lib/docker` : line)),
    );
    expect(ran.status).toBe(status);
  });

  it('closes services to containers only where the cloud does not, before docker starts', () => {
    expect(userData(INPUT, DIALECT)).not.toContain('helix-close');
    const text = userData(INPUT, { ...DIALECT, closed: CLOSED });
    expect(text).toContain('close -d 169.254.169.254 -p tcp --dport 80 -j REJECT\n');
    expect(text).toContain('Before=docker.service\n');
    expect(text).toContain('[systemctl, enable, helix-close.service]');
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines.indexOf('/usr/local/sbin/helix-close')).toBeLessThan(lines.indexOf('log_in() {'));
  });

  it('is never made for a machine that should terminate itself and cannot', () => {
    expect(() => userData({ ...INPUT, expireItself: true }, { ...DIALECT, expiry: null })).toThrow(
      'instance.api cannot terminate itself',
    );
  });

  it('is refused, with its size, if it is larger than the cloud allows', () => {
    const env = { BIG: 'x'.repeat(16_000) };
    expect(() => userData({ ...INPUT, env }, DIALECT)).toThrow(
      /^The user data of instance\.api would be \d+ bytes; Acme allows 16384\.$/,
    );
  });

  it.each(['1A', 'A-B', 'A B', '', 'A;id'])('refuses %p as the name of a variable', (name) => {
    expect(() => userData({ ...INPUT, env: { [name]: 'x' } }, DIALECT)).toThrow(
      'is not a name of an environment variable',
    );
    expect(() => userData({ ...INPUT, secrets: { [name]: '/x' } }, DIALECT)).toThrow(
      'is not a name of an environment',
    );
  });

  it('refuses a value that cannot be in an environment, without showing it', () => {
    const env = { A: 'abc\0def' };
    expect(() => userData({ ...INPUT, env }, DIALECT)).toThrow(
      'instance.api: the value of `env.A` contains a NUL character.',
    );
  });
});

describe('a word of the shell', () => {
  const values = [
    '',
    'plain',
    "it's",
    '$HOME `id` "x" \\',
    'é\u{1f600}',
    'a\nb\r\tc',
    '\u00017',
    "é'\\n",
    '-n',
    '*',
  ];
  it.each(values)('means exactly %j', (value) => {
    const { stdout } = spawnSync('bash', ['-c', `printf %s ${shellWord(value)}`], { encoding: 'utf8' });
    expect(stdout).toBe(value);
  });
});
