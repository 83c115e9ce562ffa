import { accountNamed, readCloudConfig } from '../cloud-config';
import { wrongTypes } from '../../__tests__/wrong-types';

const read = (text: string) => readCloudConfig({ file: '~/.config/helix/cloud.toml', text });
const codes = (text: string) => read(text).problems.map(({ code, place }) => [code, place?.line]);

describe('readCloudConfig', () => {
  it('reads accounts with the three sources of credentials, and defaults', () => {
    const { cloud, problems } = read(`
default_provider = "production"
[providers.aws]
default_region = "us-east-1"
regions = ["us-east-1", "eu-west-1"]
credentials = { type = "file", path = "~/.aws/credentials" }
[providers.production]
provider_type = "google"
[providers.production.credentials]
type = "command"
cmd = ["vault", "read", "google"]
[providers.digitalocean]
endpoint_url = "http://localhost:4566"
credentials = { type = "environment" }
[terraform]
program = "tofu"
[defaults]
region = "eu-west-1"
ttl = "7d"
spot = true
`);
    expect(problems).toEqual([]);
    expect(cloud).toEqual({
      defaultAccount: 'production',
      terraformProgram: 'tofu',
      accounts: [
        {
          name: 'aws',
          provider: 'aws',
          defaultRegion: 'us-east-1',
          regions: ['us-east-1', 'eu-west-1'],
          endpointUrl: null,
          variables: {},
          credentials: { type: 'file', path: '~/.aws/credentials', profile: null },
        },
        {
          name: 'production',
          provider: 'google',
          defaultRegion: null,
          regions: [],
          endpointUrl: null,
          variables: {},
          credentials: { type: 'command', cmd: ['vault', 'read', 'google'] },
        },
        {
          name: 'digitalocean',
          provider: 'digitalocean',
          defaultRegion: null,
          regions: [],
          endpointUrl: 'http://localhost:4566',
          variables: {},
          credentials: { type: 'environment', prefix: '' },
        },
      ],
      defaults: { region: 'eu-west-1', ttlSeconds: 604_800, spot: true },
    });
  });

  it('reads the keys that only some clouds have as the variables of their tools', () => {
    const { cloud, problems } = read(`
[providers.azure]
subscription_id = "11111111-2222-3333-4444-555555555555"
tenant_id = "11111111-2222-3333-4444-666666666666"
client_id = "11111111-2222-3333-4444-777777777777"
`);
    expect(problems).toEqual([]);
    expect(cloud?.accounts[0]?.variables).toEqual({
      ARM_SUBSCRIPTION_ID: '11111111-2222-3333-4444-555555555555',
      ARM_TENANT_ID: '11111111-2222-3333-4444-666666666666',
      ARM_CLIENT_ID: '11111111-2222-3333-4444-777777777777',
    });
  });

  it('refuses a key that another cloud has, and one that is not an id', () => {
    const { problems } = read(`
[providers.aws]
tenant_id = "11111111-2222-3333-4444-666666666666"
`);
    expect(problems).toMatchObject([
      { code: 'unknown-key', place: { line: 3 }, hint: 'It belongs to azure.' },
    ]);
    expect(codes('[providers.azure]\nsubscription_id = "mine"\n')).toEqual([['bad-value', 2]]);
  });

  it('reads clouds by alias and in any case, and commands as one line', () => {
    const { cloud, problems } = read(`
default_provider = "GCP"
[providers.AWS]
credentials = { type = "File", path = "~/.aws/credentials" }
[providers.google]
credentials = { type = "COMMAND", cmd = "vault read -field='a b' \\"x\\"" }
[providers.work]
provider_type = "DigitalOcean"
`);
    expect(problems).toEqual([]);
    expect(cloud?.defaultAccount).toBe('google');
    expect(cloud?.accounts).toMatchObject([
      { name: 'AWS', provider: 'aws', credentials: { type: 'file' } },
      { name: 'google', credentials: { type: 'command', cmd: ['vault', 'read', '-field=a b', 'x'] } },
      { name: 'work', provider: 'digitalocean' },
    ]);
    expect(accountNamed(cloud?.accounts ?? [], 'aws')?.name).toBe('AWS');
  });

  it.each(['"  "', `"vault 'read"`, `"vault \\\\"`])('refuses the command %s', (cmd) => {
    const text = `[providers.aws]\ncredentials = { type = "command", cmd = ${cmd} }`;
    expect(read(text).problems).toMatchObject([{ severity: 'error', code: 'bad-value', place: { line: 2 } }]);
  });

  it('takes a single account as the default, and neither of two', () => {
    expect(read('[providers.aws]').cloud?.defaultAccount).toBe('aws');
    expect(read('[providers.aws]\n[providers.vultr]').cloud?.defaultAccount).toBeNull();
    expect(read('').cloud).toEqual({
      defaultAccount: null,
      terraformProgram: null,
      accounts: [],
      defaults: { region: null, ttlSeconds: null, spot: null },
    });
  });

  it.each([
    '[providers.aws]\nsecret_access_key = "hush-hush-1"',
    '[providers.aws]\naccess_key_id = "hush-hush-1"',
    '[providers.aws]\ncredentials = "hush-hush-1"',
    '[providers.aws]\ncredentials = ["hush-hush-1"]',
    '[providers.aws.credentials]\ntoken = "hush-hush-1"\ntype = "environment"',
    '[providers.aws]\nendpoint_url = "https://me:hush-hush-1@cloud.example.com"',
    '[defaults]\npassword = "hush-hush-1"',
  ])('refuses an inline secret without showing it: %j', (text) => {
    const { cloud, problems } = read(text);
    expect(cloud).toBeNull();
    expect(problems).toMatchObject([{ severity: 'error', code: 'secret-in-file', place: { line: 2 } }]);
    expect(problems[0]?.hint).toContain('type = "environment"');
    expect(JSON.stringify(problems)).not.toContain('hush-hush');
  });

  it.each([
    [
      '[providers.acme]',
      'unknown-provider',
      1,
      'Add `provider_type = "aws"`; the clouds are aws, google, azure, digitalocean, vultr.',
    ],
    ['[providers.azur]', 'unknown-provider', 1, 'Did you mean `azure`?'],
    ['default_provider = "asw"\n[providers.aws]', 'unknown-provider', 1, 'Did you mean `aws`?'],
    ['default_provider = "aws"', 'unknown-provider', 1, 'There are none yet.'],
    [
      'default_provider = "aws"\n[providers.aws]\n[providers.vultr]\n[defaults]\nprovider = "vultr"',
      'contradiction',
      5,
      'Keep one of the two.',
    ],
    ['[providers.aws]\nprovider_type = "gogle"', 'not-allowed', 2, 'Did you mean `google`?'],
    [
      '[providers.aws]\ndefault_region = "us-central1"',
      'bad-region',
      2,
      'It looks like a region of `google`.',
    ],
    [
      '[providers.aws]\ndefault_region = "us-east-1a"',
      'bad-region',
      2,
      'That is a zone: write its region, `us-east-1`.',
    ],
    [
      '[providers.google]\ndefault_region = "us-central1-a"',
      'bad-region',
      2,
      'That is a zone: write its region, `us-central1`.',
    ],
    [
      '[providers.azure]\nregions = ["eastus",\n "West Europe"]',
      'bad-region',
      3,
      'Did you mean `westeurope`?',
    ],
    [
      '[providers.aws]\ndefault_region = "eu-west-2"\nregions = ["eu-west-1"]',
      'unknown-region',
      2,
      'Did you mean `eu-west-1`?',
    ],
    ['[providers.aws]\ncredentials = { type = "file" }', 'missing-key', 2, 'Add `path`.'],
    ['[providers.aws]\ncredentials = { type = "command" }', 'missing-key', 2, 'Add `cmd`.'],
    [
      '[providers.aws]\ncredentials = { type = "environment", path = "x" }',
      'unknown-key',
      2,
      'It reads `prefix`.',
    ],
    [
      '[providers.aws]\nendpoint_url = "localhost:4566"',
      'bad-value',
      2,
      'It must start with `http://` or `https://`.',
    ],
    [
      '[providers.aws]\nendpoint_url = "https://[::1"',
      'bad-endpoint',
      2,
      'Write `https://cloud.example.com`, for example.',
    ],
    ['[defaults]\nttl = "7m"', 'bad-duration', 2, 'Write `7min` for minutes, or months in days: `210d`.'],
    ['[providers.aws]\ndefault_regio = "us-east-1"', 'unknown-key', 2, 'Did you mean `default_region`?'],
    ['[provider.aws]', 'unknown-table', 1, 'Did you mean `providers`?'],
    ['default_provider = aws', 'toml-syntax', 1, 'A string needs quotes: `key = "value"`.'],
  ])('reports one problem, with a hint, for %j', (text, code, line, hint) => {
    const { cloud, problems } = read(text);
    expect(cloud).toBeNull();
    expect(problems).toMatchObject([{ severity: 'error', code, place: { line }, hint }]);
  });

  it('reports all problems at once', () => {
    expect(codes('[providers.acme]\n[providers.aws]\ndefault_region = "x"\n[defaults]\nttl = "0s"')).toEqual([
      ['unknown-provider', 1],
      ['bad-region', 3],
      ['bad-duration', 5],
    ]);
  });

  const wrong = wrongTypes('cloud.schema.json', 'aws').filter(({ path }) => !path.endsWith('.credentials'));
  it.each(wrong)('reports one problem, on its line, for a wrong type at $path', ({ text, line }) => {
    const { problems } = read(text);
    expect(problems).toMatchObject([{ severity: 'error', place: { line } }]);
    expect(['wrong-type', 'not-allowed']).toContain(problems[0]?.code);
  });
});
