import { textIn } from '../../../stacks';
import type { OauthApplication } from '../../../stacks';
import { runCommand } from '../cloud-credentials/run-command';
import { askForToken } from './ask-for-token';
import type { CloudCaller } from './caller';

/**
 * Gets a token of an application; without one, of the person who has signed in to the cloud's own tool. null where there
 * is neither.
 * @throws HelixError `auth` when the server refuses it; `unreachable`
 */
export async function getApplicationToken(
  { url, scope, command, ...names }: OauthApplication,
  { variables, endpointUrl, fetch }: CloudCaller,
): Promise<string | null> {
  const { [names.tenant]: tenant, [names.client]: client = '' } = variables;
  const { [names.secret]: secret = '', [names.assertion]: assertion = '' } = variables;
  if (tenant !== undefined && client !== '' && (secret !== '' || assertion !== '')) {
    const place = new URL(`/${encodeURIComponent(tenant)}/oauth2/v2.0/token`, endpointUrl ?? url);
    const proof = secret === '' ? { ...ASSERTION, client_assertion: assertion } : { client_secret: secret };
    const form = { grant_type: 'client_credentials', client_id: client, scope, ...proof };
    return askForToken(place, form, fetch);
  }
  const printed = await runCommand([...command, '--output', 'json'], variables).catch(() => '');
  return textIn(printed, ['accessToken']);
}

const ASSERTION = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' };
