import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudAccount, CredentialsSource } from '../../../config/cloud-toml/cloud-config';
import type { HelixError } from '../../../errors';
import { cloudCredentials } from '../cloud-credentials';
import { commandOutput } from '../command-output';

const account = (
  credentials: CredentialsSource | null,
  provider: CloudAccount['provider'] = 'aws',
): CloudAccount => ({
  name: 'production',
  provider,
  defaultRegion: null,
  regions: [],
  endpointUrl: null,
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
    cloudCredentials(account(credentials, provider), {
      environment: { PATH: process.env['PATH'], ...environment },
      home,
    });
  /** The error, which shows no secret in any of its parts. */
  const refused = async (...of: Parameters<typeof found>): Promise<HelixError> => {
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
  const file = async (text: string, profile: string | null = null): Promise<CredentialsSource> => {
    await writeFile(join(home, 'keys'), text);
    return { type: 'file', path: '~/keys', profile };
  };
  it('are not read from a file that is far too large for any', async () => {
    await expect(found(await file('x'.repeat(1024 * 1024 + 1)))).rejects.toMatchObject({
      kind: 'config',
      message: `${join(home, 'keys')} is larger than 1 MiB, the most that Helix reads of it.`,
    });
  });
  const command = (script: string): CredentialsSource => ({
    type: 'command',
    cmd: [process.execPath, '-e', script],
  });

  it('are none when the account does not say where they are', async () => {
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

    it('are refused where no variable has the prefix, naming one to set', async () => {
      const error = await refused({ type: 'environment', prefix: 'STAGING_' }, { environment });
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

    it('are those of its default profile, of one that cloud.toml names, or of AWS_PROFILE', async () => {
      expect(await found(await file(SHARED))).toEqual({
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: SECRET,
      });
      const staging = { AWS_ACCESS_KEY_ID: 'c', AWS_SECRET_ACCESS_KEY: 'd=/+=', AWS_SESSION_TOKEN: 'e' };
      expect(await found(await file(SHARED, 'staging'), { environment: { AWS_PROFILE: 'default' } })).toEqual(
        staging,
      );
      expect(await found(await file(SHARED), { environment: { AWS_PROFILE: 'staging' } })).toEqual(staging);
    });

    it('are those of the only profile, whatever its name', async () => {
      const only = '[work]\naws_access_key_id = a\naws_secret_access_key = b\n';
      expect(await found(await file(only))).toEqual({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
    });

    it('are refused with the names of the profiles, and the way out for those without a key', async () => {
      const missing = await refused(await file(SHARED, 'prod'));
      expect(missing.message).toContain('no profile `prod`');
      expect(missing.hint).toContain('default, staging, sso');
      expect((await refused(await file(SHARED, 'sso'))).hint).toContain('AWS_PROFILE');
    });

    it('are NAME=value lines as well, for any provider', async () => {
      const lines = `\n# comment\nexport VULTR_API_KEY="a b"\nOTHER='c'\r\nEMPTY=\n`;
      expect(await found(await file(lines), { provider: 'vultr' })).toEqual({
        VULTR_API_KEY: 'a b',
        OTHER: 'c',
      });
      expect(await found(await file('aws_access_key_id = a'))).toEqual({ AWS_ACCESS_KEY_ID: 'a' });
    });

    it("stay in a service account's file, which Google's tools read themselves", async () => {
      const of = await file('{"type":"service_account"}');
      expect(await found(of, { provider: 'google' })).toEqual({
        GOOGLE_APPLICATION_CREDENTIALS: join(home, 'keys'),
      });
    });

    it('are refused when the file is missing or holds something else', async () => {
      expect((await refused({ type: 'file', path: 'nowhere', profile: null })).message).toContain(
        `${join(home, 'nowhere')}, which is not there`,
      );
      expect((await refused(await file(`{"secret": "${SECRET}"}`))).message).toContain('no NAME=value lines');
      expect((await refused(await file(`just ${SECRET}`))).message).toContain('no NAME=value lines');
      expect((await refused(await file(''))).message).toContain('no NAME=value lines');
    });
  });

  describe('from a command', () => {
    const said = (output: unknown): CredentialsSource =>
      command(`console.log(${JSON.stringify(typeof output === 'string' ? output : JSON.stringify(output))})`);

    it('are what a credential_process of AWS prints', async () => {
      const keys = { Version: 1, AccessKeyId: 'a', SecretAccessKey: 'b' };
      const session = { SessionToken: 'c', Expiration: '2027-01-01T00:00:00Z' };
      const variables = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
      expect(await found(said(keys))).toEqual(variables);
      expect(await found(said({ ...keys, ...session }))).toEqual({
        ...variables,
        AWS_SESSION_TOKEN: 'c',
        AWS_CREDENTIAL_EXPIRATION: '2027-01-01T00:00:00Z',
      });
    });

    it('are NAME=value lines, or the JSON that Google knows', async () => {
      expect(await found(said('DIGITALOCEAN_TOKEN=a'), { provider: 'digitalocean' })).toEqual({
        DIGITALOCEAN_TOKEN: 'a',
      });
      expect(await found(said('{"type":"service_account"}'), { provider: 'google' })).toEqual({
        GOOGLE_CREDENTIALS: '{"type":"service_account"}',
      });
    });

    it.each([
      ['says something else', `console.log('${SECRET}')`, 'neither NAME=value lines nor JSON'],
      [
        'says a later version',
        `console.log('{"Version":2,"AccessKeyId":"${SECRET}"}')`,
        'neither NAME=value',
      ],
      ['fails', `console.log('A=${SECRET}'); console.error('${SECRET}'); process.exit(7)`, 'exit code 7'],
      ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'a signal'],
      ['says too much', `process.stdout.write('${SECRET}'.repeat(200_000))`, 'says too much'],
    ])('are refused without a word of it when it %s', async (_, script, why) => {
      expect((await refused(command(script))).message).toContain(why);
    });

    it('are refused when there is no such program, or it asks for something and waits', async () => {
      expect((await refused({ type: 'command', cmd: ['no-such-program', SECRET] })).message).toContain(
        '`no-such-program` that cloud.toml names for credentials fails: there is no such program',
      );
      const waits = commandOutput([process.execPath, '-e', 'setInterval(() => {}, 1000)'], process.env, 300);
      await expect(waits).rejects.toThrow('0.3 s');
    });

    it('are asked for without a shell, and with nothing to read', async () => {
      const echoed = `process.stdin.on('data', () => {}).on('end', () => console.log('A=' + process.argv[1]))`;
      const cmd = [process.execPath, '-e', echoed, '$HOME;`id`'];
      expect(await found({ type: 'command', cmd })).toEqual({ A: '$HOME;`id`' });
    });
  });
});
