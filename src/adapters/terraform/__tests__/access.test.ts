import { terraformCloud } from '../../../../stacks';
import { resolveAccess, settingsOf } from '../access';

const aws = terraformCloud('aws');
const host = {
  environment: {
    PATH: '/bin',
    AWS_REGION: 'eu-west-1',
    AWS_PROFILE: 'mine',
    AWS_CA_BUNDLE: '/ca.pem',
    RESEARCH_AWS_ACCESS_KEY_ID: 'AKIARESEARCH',
    RESEARCH_AWS_SECRET_ACCESS_KEY: 'x',
    STAGING_AWS_ACCESS_KEY_ID: 'AKIASTAGING',
    GOOGLE_CREDENTIALS: '{}',
    HELIX_API_KEY: 'secret',
  },
  home: '/home/ada',
};
const cloudToml = (text: string) => ({ file: 'cloud.toml', text });
const TWO_ACCOUNTS = cloudToml(`
[providers.production]
provider_type = "aws"
endpoint_url = "https://production.example"
[providers.research]
provider_type = "aws"
endpoint_url = "https://research.example"
credentials = { type = "environment", prefix = "RESEARCH_" }
[providers.staging]
provider_type = "aws"
credentials = { type = "environment", prefix = "STAGING_" }
[providers.google]
endpoint_url = "https://google.example"
`);

describe('the access to an account', () => {
  it("is the cloud's own tools without cloud.toml: they see the variables of this cloud alone", async () => {
    const { settings, environment } = await resolveAccess(aws, undefined, null, host);
    expect(settings.endpointUrl).toBeNull();
    expect(environment).toMatchObject({ PATH: '/bin', AWS_PROFILE: 'mine', AWS_REGION: 'eu-west-1' });
    expect(Object.keys(environment).filter((name) => /GOOGLE|HELIX|RESEARCH/.test(name))).toEqual([]);
  });

  it('has the credentials of a named account, and no variable that chooses another one', async () => {
    const { settings, environment } = await resolveAccess(aws, 'research', TWO_ACCOUNTS, host);
    expect(settings.endpointUrl).toBe('https://research.example');
    expect(environment).toMatchObject({ AWS_ACCESS_KEY_ID: 'AKIARESEARCH', AWS_CA_BUNDLE: '/ca.pem' });
    expect(environment).not.toHaveProperty('AWS_PROFILE');
  });

  it('differs between two accounts of one cloud', async () => {
    const { environment } = await resolveAccess(aws, 'staging', TWO_ACCOUNTS, host);
    expect(environment).toMatchObject({ AWS_ACCESS_KEY_ID: 'AKIASTAGING' });
  });

  it('is an error for a named account that tells no place of its credentials', async () => {
    await expect(resolveAccess(aws, 'production', TWO_ACCOUNTS, host)).rejects.toMatchObject({
      kind: 'auth',
    });
  });

  it('is an error for an account that cloud.toml lacks, or has for another cloud', async () => {
    const rejection = {
      kind: 'auth',
      message: 'cloud.toml on this machine has no AWS account `google`.',
      hint: 'Run `helix cloud configure --provider aws --account google`.',
    };
    await expect(resolveAccess(aws, 'google', TWO_ACCOUNTS, host)).rejects.toMatchObject(rejection);
    expect(() => settingsOf(aws, 'nobody', null, {})).toThrow('no AWS account `nobody`');
  });
});

describe('without a name the account', () => {
  const named = (name: string) =>
    `[providers.${name}]\nprovider_type = "aws"\nendpoint_url = "https://${name}"\n`;

  it.each([
    ['is the default one', `default_provider = "b"\n${named('a')}${named('b')}${named('aws')}`, 'https://b'],
    ['is the one that is called like the cloud', `${named('a')}${named('aws')}`, 'https://aws'],
    ['is the first one of the cloud', `${named('b')}${named('a')}`, 'https://b'],
    ['does not exist if all accounts are of other clouds', '[providers.google]\n', null],
  ])('%s', (_case, text, expected) => {
    expect(settingsOf(aws, undefined, cloudToml(text), {}).endpointUrl).toBe(expected);
  });
});
