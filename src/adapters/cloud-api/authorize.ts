import type { TerraformCloud } from '../../../stacks';
import { HelixError } from '../../errors';
import { getApplicationToken } from './application-token';
import type { CloudCaller, PlainRequest } from './caller';
import { getKeyToken } from './key-token';
import { signRequest } from './sign-request';

/** Returns the headers with which a request proves whose it is. */
export type Authorize = (request: PlainRequest) => Promise<Record<string, string>>;

/**
 * Returns the way in which requests to a cloud are authorized. Tokens are asked for once.
 * It throws HelixError `auth` without credentials.
 */
export function authorizer(
  {
    api: { authorization },
    facts,
    credentialsHint,
  }: Pick<TerraformCloud, 'api' | 'facts' | 'credentialsHint'>,
  caller: CloudCaller,
): Authorize {
  switch (authorization.type) {
    case 'signature':
      return (request) => signRequest(request, authorization.service, caller);
    case 'bearer':
      return withToken(() => {
        const token = authorization.variables.map((name) => caller.variables[name]).find(Boolean);
        return Promise.resolve(token ?? null);
      });
    case 'oauth-key':
      return withToken(() => getKeyToken(authorization, caller));
    case 'oauth-application':
      return withToken(() => getApplicationToken(authorization, caller));
  }

  function withToken(get: () => Promise<string | null>): Authorize {
    let token: Promise<string | null> | undefined;
    return async ({ headers }) => {
      const found = await (token ??= get());
      if (found !== null) return { ...headers, authorization: `Bearer ${found}` };
      throw new HelixError('auth', `There are no credentials for ${facts.title}.`, {
        hint: `${credentialsHint}.`,
      });
    };
  }
}
