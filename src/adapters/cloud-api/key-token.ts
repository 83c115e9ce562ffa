import { createSign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textIn } from '../../../stacks';
import type { OauthKey } from '../../../stacks';
import { HelixError } from '../../errors';
import { askForToken } from './ask-for-token';
import type { CloudCaller } from './caller';

/** The time for which a signed request for a token is good. */
const SECONDS = 600;

/**
 * Gets a token for the key of a service account or of a person; null without one.
 * @throws HelixError `auth` when the server of the key refuses it, or the key is of another kind; `unreachable`
 */
export async function getKeyToken(
  { token, keys, homeFile, url, scope }: OauthKey,
  { variables, home, fetch }: CloudCaller,
): Promise<string | null> {
  const { [token]: given = '' } = variables;
  if (given !== '') return given;
  const named = keys.map((name) => variables[name] ?? '').find((value) => value !== '');
  const key = await readKey(named ?? join(home ?? '/', homeFile));
  if (key === null) return null;
  const server = textIn(key, ['token_uri']) ?? url;
  const type = textIn(key, ['type']);
  if (type === 'service_account') {
    const form = { grant_type: JWT, assertion: signedRequest(key, server, scope) };
    return askForToken(new URL(server), form, fetch);
  }
  if (type === 'authorized_user') {
    const fields = ['client_id', 'client_secret', 'refresh_token'];
    const form = Object.fromEntries(fields.map((name) => [name, textIn(key, [name]) ?? '']));
    return askForToken(new URL(server), { grant_type: 'refresh_token', ...form }, fetch);
  }
  throw new HelixError('auth', 'Helix gets no token for credentials of this kind.', {
    hint: `Set ${token} to an access token.`,
  });
}

const JWT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Reads a key that a variable holds, or the file at its path; null where there is none. */
async function readKey(value: string): Promise<string | null> {
  if (value.trimStart().startsWith('{')) return value;
  return readFile(value, 'utf8').catch(() => null);
}

/** The request for a token as a service account signs it: a JSON Web Token, RFC 7523. */
function signedRequest(key: string, audience: string, scope: string): string {
  const issuer = textIn(key, ['client_email']) ?? '';
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', typ: 'JWT', kid: textIn(key, ['private_key_id']) ?? '' },
    { iss: issuer, scope, aud: audience, iat: now, exp: now + SECONDS },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  try {
    const signature = createSign('RSA-SHA256')
      .update(text)
      .sign(textIn(key, ['private_key']) ?? '');
    return `${text}.${signature.toString('base64url')}`;
  } catch {
    // The error would quote the key.
    throw new HelixError('auth', `The key of ${issuer} holds no valid private key.`, {
      hint: 'Download the key again: it must be the whole JSON file.',
    });
  }
}
