import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { terraformCloud } from '../../../../stacks';
import { callWith } from '../call-cloud';

const REQUEST = {
  method: 'POST',
  path: '/',
  body: { type: 'form', text: 'Action=DescribeInstances' },
} as const;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = JSON.stringify({
  type: 'service_account',
  client_email: 'deployer@acme.iam.example',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  token_uri: 'https://tokens.example/token',
});

/** Returns a caller, and what it has sent. */
function caller(name: string, variables: Readonly<Record<string, string>>, token = 't0ken-of-a-server') {
  const sent: { url: string; headers: Headers; text: string }[] = [];
  const fetch = async (request: Request) => {
    sent.push({ url: request.url, headers: request.headers, text: await request.text() });
    return Response.json({ access_token: token });
  };
  const call = callWith(terraformCloud(name), { variables, endpointUrl: null, home: '/nowhere', fetch });
  return { call, sent };
}

describe("a request to a cloud's API", () => {
  it('is signed by an access key for its region, its service and its session', async () => {
    const variables = {
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'hunter2',
      AWS_SESSION_TOKEN: 'session-1',
    };
    const { call, sent } = caller('aws', variables);
    await call('eu-west-1', REQUEST);
    const [{ url, headers } = { url: '', headers: new Headers() }] = sent;
    expect(url).toBe('https://ec2.eu-west-1.amazonaws.com/');
    expect(headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/ec2\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
    );
    expect(headers.get('x-amz-security-token')).toBe('session-1');
    expect(JSON.stringify([...headers])).not.toContain('hunter2');
  });

  it('has a token that is given once for a key, whose request the key has signed', async () => {
    const { call, sent } = caller('google', { GOOGLE_CREDENTIALS: KEY });
    await call('us-east1', { method: 'GET', path: '/compute/v1/a', body: null });
    await call('us-east1', { method: 'GET', path: '/compute/v1/b', body: null });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://tokens.example/token',
      'https://compute.googleapis.com/compute/v1/a',
      'https://compute.googleapis.com/compute/v1/b',
    ]);
    expect(sent[2]!.headers.get('authorization')).toBe('Bearer t0ken-of-a-server');
    const [head = '', claims = '', signature = ''] = new URLSearchParams(sent[0]!.text)
      .get('assertion')!
      .split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      iss: 'deployer@acme.iam.example',
      aud: 'https://tokens.example/token',
      scope: 'https://www.googleapis.com/auth/cloud-platform',
    });
    const spki = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
    expect(
      verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), spki, Buffer.from(signature, 'base64url')),
    ).toBe(true);
  });

  it('of a person refreshes what a sign-in has left', async () => {
    const user = { type: 'authorized_user', client_id: 'c', client_secret: 's', refresh_token: 'r' };
    const { call, sent } = caller('google', { GOOGLE_CREDENTIALS: JSON.stringify(user) });
    await call('us-east1', { method: 'GET', path: '/', body: null });
    expect([sent[0]!.url, sent[0]!.text]).toEqual([
      'https://oauth2.googleapis.com/token',
      'grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r',
    ]);
  });

  it('of an application has a token for its secret, or for the token of another issuer', async () => {
    for (const [proof, form] of [
      [{ ARM_CLIENT_SECRET: 'a-secret' }, 'client_secret=a-secret'],
      [{ ARM_OIDC_TOKEN: 'id-token' }, 'client_assertion=id-token'],
    ] as const) {
      const { call, sent } = caller('azure', { ARM_TENANT_ID: 'tenant', ARM_CLIENT_ID: 'client', ...proof });
      await call('eastus', { method: 'GET', path: '/subscriptions', body: null });
      expect(sent[0]!.url).toBe('https://login.microsoftonline.com/tenant/oauth2/v2.0/token');
      expect(sent[0]!.text).toContain(form);
      expect(sent[1]!.url).toBe('https://management.azure.com/subscriptions');
    }
  });

  it.each([
    ['google', { GOOGLE_CREDENTIALS: '{"type":"external_account"}' }, /of this kind/],
    [
      'google',
      { GOOGLE_CREDENTIALS: '{"type":"service_account","private_key":"hunter2"}' },
      /no valid private key/,
    ],
    ['google', {}, /There are no credentials for Google Cloud/],
    ['azure', { PATH: '' }, /There are no credentials for Azure/],
    ['vultr', {}, /There are no credentials for Vultr/],
  ])('on %s with %j is not sent', async (name, variables, message) => {
    const { call, sent } = caller(name, variables);
    const request = call('r', { method: 'GET', path: '/', body: null });
    await expect(request).rejects.toMatchObject({
      kind: 'auth',
      message: expect.stringMatching(message) as string,
    });
    await expect(request).rejects.not.toMatchObject({
      message: expect.stringContaining('hunter2') as string,
    });
    expect(sent).toEqual([]);
  });
});
