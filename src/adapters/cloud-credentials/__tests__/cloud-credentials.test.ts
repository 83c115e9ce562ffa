import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudAccount, CredentialsSource } from '../../../config/cloud-toml/cloud-config';
import type { HelixError } from '../../../errors';
import { readCloudCredentials } from '../cloud-credentials';
import { runCommand } from '../run-command';

const account = (
  credentials: CredentialsSource | null,
  provider: CloudAccount['provider'] = 'aws',
): CloudAccount => ({
  name: 'production',
  provider,
  defaultRegion: null,
  regions: [],
  endpointUrl: null,
  variables: {},
  credentials,
});
const SECRET = 'hush-hush-1';

describe('cloudCredentials', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'helix-cloud-credentials-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const found = (
    credentials: CredentialsSource | null,
    {
      provider = 'aws',
      environment = {},
    }: { provider?: CloudAccount['provider']; environment?: object } = {},
  ) =>
    readCloudCredentials(account(credentials, provider), {
      environment: { PATH: process.env['PATH'], ...environment },
      home,
    });
  /** Expects an error that shows no secret in any of its parts. */
  const expectRefusal = async (...of: Parameters<typeof found>): Promise<HelixError> => {
    const error = (await found(...of).then(
      () => new Error('was not refused'),
      (thrown: unknown) => thrown,
    )) as HelixError;
    expect(error).toMatchObject({ kind: 'auth' });
    const shown = [
      error.message,
      error.hint,
      error.stack,
      JSON.stringify(error.cause ?? null),
      String(error.cause),
    ];
    expect(shown.join('\n')).not.toContain(SECRET);
    return error;
  };
  const writeKeys = async (text: string, profile: string | null = null): Promise<CredentialsSource> => {
    await writeFile(join(home, 'keys'), text);
    return { type: 'file', path: '~/keys', profile };
  };
  it('are not read from a file that is too large', async () => {
    await expect(found(await writeKeys('x'.repeat(1024 * 1024 + 1)))).rejects.toMatchObject({
      kind: 'config',
      message: `${join(home, 'keys')} is larger than 1 MiB, the most that Helix reads.`,
    });
  });
  const command = (script: string): CredentialsSource => ({
    type: 'command',
    cmd: [process.execPath, '-e', script],
  });

  it('are empty when the account has no `credentials`', async () => {
    expect(await found(null, { environment: { AWS_ACCESS_KEY_ID: 'a' } })).toEqual({});
  });

  describe('from the environment', () => {
    const environment = {
      PROD_AWS_ACCESS_KEY_ID: 'a',
      PROD_AWS_SECRET_ACCESS_KEY: 'b',
      PROD_PATH: '/evil',
      AWS_ACCESS_KEY_ID: 'other',
    };

    it.each(['PROD_', 'PROD'])(
      "are the provider's variables behind the prefix %s, and no others",
      async (prefix) => {
        expect(await found({ type: 'environment', prefix }, { environment })).toEqual({
          AWS_ACCESS_KEY_ID: 'a',
          AWS_SECRET_ACCESS_KEY: 'b',
        });
      },
    );

    it.each(['', 'AWS_'])("are the provider's own variables with the prefix %j", async (prefix) => {
      expect(await found({ type: 'environment', prefix }, { environment })).toEqual({
        AWS_ACCESS_KEY_ID: 'other',
      });
    });

    it('are refused when no variable has the prefix, with the name of one to set', async () => {
      const error = await expectRefusal({ type: 'environment', prefix: 'STAGING_' }, { environment });
      expect(error.message).toContain('begins with STAGING_');
      expect(error.hint).toContain('STAGING_AWS_ACCESS_KEY_ID');
    });
  });

  describe('from a file', () => {
    const SHARED = `# mine
[default]
aws_access_key_id = a
aws_secret_access_key = ${SECRET}
[ staging ]
aws_access_key_id=c
aws_secret_access_key=d=/+=
aws_session_token = e
[sso]
sso_session = x
`;

    it('are those of its default profile, of the one that cloud.toml names, or of AWS_PROFILE', async () => {
      expect(await found(await writeKeys(SHARED))).toEqual({
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: SECRET,
      });
      const staging = { AWS_ACCESS_KEY_ID: 'c', AWS_SECRET_ACCESS_KEY: 'd=/+=', AWS_SESSION_TOKEN: 'e' };
      expect(
        await found(await writeKeys(SHARED, 'staging'), { environment: { AWS_PROFILE: 'default' } }),
      ).toEqual(staging);
      expect(await found(await writeKeys(SHARED), { environment: { AWS_PROFILE: 'staging' } })).toEqual(
        staging,
      );
    });

    it('are those of the only profile, whatever its name', async () => {
      const only = '[work]\naws_access_key_id = a\naws_secret_access_key = b\n';
      expect(await found(await writeKeys(only))).toEqual({
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
      });
    });

    it('are refused with the names of the profiles, and a hint for profiles without a key', async () => {
      const missing = await expectRefusal(await writeKeys(SHARED, 'prod'));
      expect(missing.message).toContain('no profile `prod`');
      expect(missing.hint).toContain('default, staging, sso');
      expect((await expectRefusal(await writeKeys(SHARED, 'sso'))).hint).toContain('AWS_PROFILE');
    });

    it('are NAME=value lines as well, for any provider', async () => {
      const lines = `\n# comment\nexport VULTR_API_KEY="a b"\nOTHER='c'\r\nEMPTY=\n`;
      expect(await found(await writeKeys(lines), { provider: 'vultr' })).toEqual({
        VULTR_API_KEY: 'a b',
        OTHER: 'c',
      });
      expect(await found(await writeKeys('aws_access_key_id = a'))).toEqual({ AWS_ACCESS_KEY_ID: 'a' });
    });

    it("stay in a service account's file, which Google's tools read themselves", async () => {
      const of = await writeKeys('{"type":"service_account"}');
      expect(await found(of, { provider: 'google' })).toEqual({
        GOOGLE_APPLICATION_CREDENTIALS: join(home, 'keys'),
      });
    });

    it('are refused when the file is missing or holds something else', async () => {
      expect((await expectRefusal({ type: 'file', path: 'nowhere', profile: null })).message).toContain(
        `${join(home, 'nowhere')}, which does not exist`,
      );
      expect((await expectRefusal(await writeKeys(`{"secret": "${SECRET}"}`))).message).toContain(
        'no NAME=value lines',
      );
      expect((await expectRefusal(await writeKeys(`just ${SECRET}`))).message).toContain(
        'no NAME=value lines',
      );
      expect((await expectRefusal(await writeKeys(''))).message).toContain('no NAME=value lines');
    });
  });

  describe('from a command', () => {
    const printing = (output: unknown): CredentialsSource =>
      command(`console.log(${JSON.stringify(typeof output === 'string' ? output : JSON.stringify(output))})`);

    it('are what a credential_process of AWS prints', async () => {
      const keys = { Version: 1, AccessKeyId: 'a', SecretAccessKey: 'b' };
      const session = { SessionToken: 'c', Expiration: '2027-01-01T00:00:00Z' };
      const variables = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
      expect(await found(printing(keys))).toEqual(variables);
      expect(await found(printing({ ...keys, ...session }))).toEqual({
        ...variables,
        AWS_SESSION_TOKEN: 'c',
        AWS_CREDENTIAL_EXPIRATION: '2027-01-01T00:00:00Z',
      });
    });

    it('are NAME=value lines, or the JSON that Google knows', async () => {
      expect(await found(printing('DIGITALOCEAN_TOKEN=a'), { provider: 'digitalocean' })).toEqual({
        DIGITALOCEAN_TOKEN: 'a',
      });
      expect(await found(printing('{"type":"service_account"}'), { provider: 'google' })).toEqual({
        GOOGLE_CREDENTIALS: '{"type":"service_account"}',
      });
    });

    it.each([
      ['prints something else', `console.log('${SECRET}')`, 'neither NAME=value lines nor JSON'],
      [
        'prints a later version',
        `console.log('{"Version":2,"AccessKeyId":"${SECRET}"}')`,
        'neither NAME=value',
      ],
      ['fails', `console.log('A=${SECRET}'); console.error('${SECRET}'); process.exit(7)`, 'exit code 7'],
      ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'a signal'],
      ['prints too much', `process.stdout.write('${SECRET}'.repeat(200_000))`, 'output is too long'],
    ])('are refused without a word of its output when it %s', async (_, script, why) => {
      expect((await expectRefusal(command(script))).message).toContain(why);
    });

    it('are refused when the program does not exist, or waits for input', async () => {
      expect((await expectRefusal({ type: 'command', cmd: ['no-such-program', SECRET] })).message).toContain(
        'The credentials command `no-such-program` of cloud.toml failed: the program does not exist',
      );
      const waits = runCommand([process.execPath, '-e', 'setInterval(() => {}, 1000)'], process.env, 300);
      await expect(waits).rejects.toThrow('0.3 s');
    });

    it.each([
      ['is longer than the system takes', 'x'.repeat(300_000)],
      ['contains a zero byte', 'a\0b'],
    ])('are refused when the command line %s', async (_, word) => {
      for (const cmd of [[word], ['cat', word]]) {
        expect((await expectRefusal({ type: 'command', cmd })).message).toContain('of cloud.toml failed');
      }
    });

    it('are requested without a shell and without input', async () => {
      const echoed = `process.stdin.on('data', () => {}).on('end', () => console.log('A=' + process.argv[1]))`;
      const cmd = [process.execPath, '-e', echoed, '$HOME;`id`'];
      expect(await found({ type: 'command', cmd })).toEqual({ A: '$HOME;`id`' });
    });
  });
});
