import { textIn } from '../../../stacks';
import type { TerraformCloud } from '../../../stacks';
import { HelixError } from '../../errors';
import { printable } from '../../values/printable';
import { callWith } from './call-cloud';
import { authorizer } from './authorize';
import type { CloudCaller } from './caller';

/** The account whose credentials are asked about. */
export interface AskedAccount extends CloudCaller {
  /** Its name in cloud.toml. */
  readonly name: string;
  readonly region: string;
  /** The project or subscription that everything lies in; null where there is none. */
  readonly scope: string | null;
}

const MOST_SHOWN = 200;

/**
 * Asks a cloud by its cheapest call whose the credentials of an account are; null where they may not read that, and are good.
 * @throws HelixError `auth` for credentials that are missing or refused, `config` for a project that they cannot see,
 * `unreachable` without an answer
 */
export async function askIdentity(
  { api, facts, credentialsHint }: Pick<TerraformCloud, 'api' | 'facts' | 'credentialsHint'>,
  account: AskedAccount,
): Promise<string | null> {
  const { identityCall, authorization } = api;
  const { scope, region, endpointUrl, name } = account;
  const { service } = identityCall;
  const cloud = {
    facts,
    credentialsHint,
    api: {
      ...api,
      url: (at: string) => identityCall.url(at, account.variables),
      authorization: service === undefined ? authorization : ({ type: 'signature', service } as const),
    },
  };
  const path = identityCall.path(scope);
  if (path === null) {
    const url = new URL(endpointUrl ?? identityCall.url(region, account.variables));
    await authorizer(cloud, account)({ method: 'GET', url, region, headers: {}, body: '' });
    return identityCall.who('', scope);
  }
  const place = endpointUrl === null ? path : `${identityCall.redirected ?? ''}${path}`;
  const { status, text } = await callWith(cloud, account)(region, { method: 'GET', path: place, body: null });
  if (status < 400) return identityCall.who(text, scope);
  // A token is good that may not read this: rights for machines need not include it.
  if (status === 403 && service === undefined) return null;
  if (status === 404 && scope !== null) {
    throw new HelixError('config', `${facts.title} has no \`${scope}\` that these credentials can see.`, {
      hint: `Correct \`[providers.${name}]\` of cloud.toml.`,
    });
  }
  // A stand-in of a cloud at another address may not know this call.
  if (status >= 500 || status === 429 || status === 404) {
    throw new HelixError('unreachable', `${facts.title} answers with status ${status}.`, {
      hint: 'Try again later; `--no-check` writes the account without asking.',
    });
  }
  const why = reasonIn(text);
  throw new HelixError(
    'auth',
    `${facts.title} refuses the credentials of \`${name}\`: ${status}${why === '' ? '' : ` ${why}`}.`,
    { hint: `${credentialsHint}.` },
  );
}

/** Returns the reason of a refusal in the cloud's own words; empty without one. */
function reasonIn(text: string): string {
  const inXml = /<Message>([^<]*)<\/Message>/.exec(text)?.[1];
  const found =
    inXml ?? textIn(text, ['error', 'message']) ?? textIn(text, ['message']) ?? textIn(text, ['error']) ?? '';
  return printable(found).slice(0, MOST_SHOWN).replace(/\.$/, '');
}
