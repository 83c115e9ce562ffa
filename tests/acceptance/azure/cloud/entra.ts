import type { Answer, IncomingCall } from '../../stand-in/vendor';

/** The token that Entra gives to everybody. */
export const TOKEN = [
  { alg: 'none' },
  { oid: '11111111-2222-3333-4444-888888888888', aud: 'arm' },
  'unsigned',
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

/** Answers what clients ask of Microsoft Entra; null for other requests. */
export function entraAnswer({ path, headers }: IncomingCall, refuses: boolean): Answer | null {
  const origin = `https://${headers.get('host') ?? ''}`;
  const [, tenant = '', rest = ''] = /^\/([0-9a-f-]{36})\/(.*)$/.exec(path) ?? [];
  if (rest === 'v2.0/.well-known/openid-configuration') {
    return {
      status: 200,
      body: {
        issuer: `${origin}/${tenant}/v2.0`,
        authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
      },
    };
  }
  if (rest !== 'oauth2/v2.0/token') return null;
  if (refuses) {
    const description = 'AADSTS7000215: Invalid client secret provided.';
    return { status: 401, body: { error: 'invalid_client', error_description: description } };
  }
  return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: TOKEN } };
}
