import type { CloudAnswer, CloudRequest, TerraformCloud } from '../../../stacks';
import { HelixError } from '../../errors';
import { connectionFailure } from '../http/connection-failure';
import { SentSecrets } from '../http/sent-secrets';
import { authorizer } from './authorize';
import type { CloudCaller } from './caller';

/** Sends a request to the API of a cloud, with the credentials of one account. */
export type CallCloud = (region: string, request: CloudRequest) => Promise<CloudAnswer>;

const MEDIA = { form: 'application/x-www-form-urlencoded', json: 'application/json' } as const;

/**
 * Returns a way to call a cloud's API. It answers failures of the cloud as well; it repeats nothing.
 * It throws HelixError `auth` without credentials, and `unreachable` where nothing answers.
 */
export function callWith(
  cloud: Pick<TerraformCloud, 'api' | 'facts' | 'credentialsHint'>,
  caller: CloudCaller,
): CallCloud {
  const authorize = authorizer(cloud, caller);
  return async (region, { method, path, body }) => {
    const url = new URL(path, caller.endpointUrl ?? cloud.api.url(region));
    const headers = await authorize({
      method,
      url,
      region,
      headers: {
        accept: 'application/json',
        // The signature of one without a body covers its length as well.
        ...(body !== null && { 'content-type': MEDIA[body.type] }),
      },
      body: body?.text ?? '',
    });
    const request = new Request(url, {
      method,
      headers,
      body: body?.text ?? (method === 'POST' ? '' : null),
    });
    try {
      const response = await caller.fetch(request);
      const { authorization = '' } = headers;
      // Some answers repeat a token that they refuse.
      const text = new SentSecrets(authorization.replace(/^Bearer /, '')).maskMessage(await response.text());
      return { status: response.status, text };
    } catch (error) {
      const { message, hint } = connectionFailure(error);
      throw new HelixError(
        'unreachable',
        `${cloud.facts.title} cannot be reached at ${url.origin}: ${message}.`,
        {
          hint: hint ?? 'Check the network, and `endpoint_url` in cloud.toml.',
          cause: error,
        },
      );
    }
  };
}
