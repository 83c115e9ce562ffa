import { terraformCloud } from '../../../../stacks';
import { askIdentity } from '../ask-identity';

interface Served {
  readonly status?: number;
  readonly body: string;
}

/** Answers by path, and keeps what was asked. */
function asked(
  name: string,
  variables: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, Served>>,
  more: { readonly endpointUrl?: string; readonly scope?: string } = {},
) {
  const sent: { url: string; authorization: string }[] = [];
  const fetch = (request: Request) => {
    const { url, headers } = request;
    sent.push({ url, authorization: headers.get('authorization') ?? '' });
    const { status = 200, body } = answers[new URL(url).pathname] ?? { status: 404, body: '' };
    return Promise.resolve(new Response(body, { status }));
  };
  const account = { endpointUrl: null, scope: null, ...more, home: '/nowhere', name: 'prod' };
  const region = terraformCloud(name).facts.regions.default;
  return { sent, who: askIdentity(terraformCloud(name), { ...account, variables, region, fetch }) };
}

const AWS = { AWS_ACCESS_KEY_ID: 'AKIAPROD', AWS_SECRET_ACCESS_KEY: 'not-shown' };
const GOOGLE = { GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.planted' };

describe('whose credentials are', () => {
  it('is told by the security token service of AWS, for a signed request', async () => {
    const answer = '<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>';
    const { sent, who } = asked('aws', AWS, { '/': { body: answer } });
    expect(await who).toBe('123456789012');
    expect(sent[0]?.url).toBe(
      'https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15',
    );
    expect(sent[0]?.authorization).toMatch(/Credential=AKIAPROD\/\d{8}\/us-east-1\/sts\/aws4_request/);
  });

  it.each([
    [
      'digitalocean',
      { DIGITALOCEAN_TOKEN: 'planted-token' },
      { account: { email: 'ada@acme.example', team: { name: 'Acme' } } },
    ],
    ['vultr', { VULTR_API_KEY: 'planted-token' }, { account: { name: 'Acme', email: 'ada@acme.example' } }],
  ] as const)('is told by %s for its token', async (name, variables, answer) => {
    const { sent, who } = asked(
      name,
      variables,
      { '/v2/account': { body: JSON.stringify(answer) } },
      { endpointUrl: 'http://127.0.0.1:9' },
    );
    expect(await who).toBe('Acme');
    expect(sent).toEqual([{ url: 'http://127.0.0.1:9/v2/account', authorization: 'Bearer planted-token' }]);
  });

  it('is the project that a token of Google can see', async () => {
    const path = '/cloudresourcemanager/v1/projects/acme-prod';
    const { who } = asked(
      'google',
      GOOGLE,
      { [path]: { body: '{"projectId":"acme-prod"}' } },
      { endpointUrl: 'http://127.0.0.1:9', scope: 'acme-prod' },
    );
    expect(await who).toBe('acme-prod');
  });

  it('is the subscription of an application that gets a token', async () => {
    const variables = { ARM_TENANT_ID: 'T', ARM_CLIENT_ID: 'C', ARM_CLIENT_SECRET: 'planted' };
    const token = { '/T/oauth2/v2.0/token': { body: '{"access_token":"made"}' } };
    const { sent, who } = asked('azure', variables, token, { scope: 'S' });
    expect(await who).toBe('S');
    expect(sent).toHaveLength(1);
  });

  it('stays unknown for a token that may not read it', async () => {
    const { who } = asked('vultr', { VULTR_API_KEY: 'k' }, { '/v2/account': { status: 403, body: '{}' } });
    expect(await who).toBeNull();
  });
});

describe('credentials', () => {
  it.each([
    [
      'aws',
      AWS,
      '/',
      { status: 403, body: '<Message>The security token is invalid.</Message>' },
      'AWS refuses the credentials of `prod`: 403 The security token is invalid.',
    ],
    [
      'vultr',
      { VULTR_API_KEY: 'planted-key' },
      '/v2/account',
      { status: 401, body: '{"error":"Bad planted-key"}' },
      'Vultr refuses the credentials of `prod`: 401 Bad ***.',
    ],
  ] as const)(
    'of %s that it refuses are reported in its words',
    async (name, variables, path, answer, message) => {
      const { who } = asked(name, variables, { [path]: answer });
      await expect(who).rejects.toMatchObject({ kind: 'auth', message });
    },
  );

  it.each([
    ['that are missing', 'vultr', {}, {}, 'auth'],
    ['that see no such project', 'google', GOOGLE, { scope: 'acme-prod' }, 'config'],
  ] as const)('%s are an error', async (_, name, variables, more, kind) => {
    await expect(asked(name, variables, {}, more).who).rejects.toMatchObject({ kind });
  });

  it('are not judged by a cloud that is down', async () => {
    const { who } = asked('vultr', { VULTR_API_KEY: 'k' }, { '/v2/account': { status: 502, body: '' } });
    await expect(who).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
