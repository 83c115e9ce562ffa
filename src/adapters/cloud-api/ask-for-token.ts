import { HelixError } from '../../errors';
import { printable } from '../../values/printable';
import { textIn } from '../../../stacks';
import { connectionFailure } from '../http/connection-failure';
import type { Fetch } from '../http/node-fetch';

/**
 * Asks a server for a token by the grant in a form.
 * @throws HelixError `auth` when it refuses, with its reason; `unreachable`
 */
export async function askForToken(
  url: URL,
  form: Readonly<Record<string, string>>,
  fetch: Fetch,
): Promise<string> {
  const request = new Request(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    const { message, hint } = connectionFailure(error);
    throw new HelixError('unreachable', `${url.origin} cannot be reached for a token: ${message}.`, {
      hint: hint ?? 'Check the network.',
      cause: error,
    });
  }
  const text = await response.text();
  const token = textIn(text, ['access_token']);
  if (response.ok && token !== null) return token;
  const reason =
    textIn(text, ['error_description']) ?? textIn(text, ['error']) ?? `status ${response.status}`;
  const why = printable(reason.split('\n')[0] ?? '')
    .slice(0, 300)
    .replace(/\.$/, '');
  throw new HelixError('auth', `${url.origin} gives no token for these credentials: ${why}.`, {
    hint: 'Check the credentials of the account, and whether they have ended.',
  });
}
