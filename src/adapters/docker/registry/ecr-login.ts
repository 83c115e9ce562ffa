import { HelixError } from '../../../errors';
import { printable } from '../../../values/printable';
import { AwsCredentialSearch } from '../../cloud-credentials/aws-credential-search';
import {
  checkCredentialEndpoints,
  checkEndpointOf,
  endpointFailure,
} from '../../cloud-credentials/aws-endpoints';
import type { AwsKey } from '../../cloud-credentials/aws-key';
import type { Host } from '../../host/host';
import { openAgents } from '../../http/agents';
import { readAwsAuthorities } from '../../http/authorities';
import { connectionFailure } from '../../http/connection-failure';
import type { AuthorizationData } from '@aws-sdk/client-ecr';
import type { FoundLogin } from '../connection/registry-login';

/** The account whose credentials give a token. */
export interface EcrAccount {
  readonly region: string;
  /** null: AWS itself. */
  readonly endpointUrl: string | null;
  /** null: the SDK finds one, as all AWS tools do. */
  readonly key: AwsKey | null;
}

/** A log-in of ECR, and the registry that it is for. */
export interface EcrLogin extends FoundLogin {
  /** `123456789012.dkr.ecr.us-east-1.amazonaws.com` */
  readonly host: string;
}

const TIMEOUTS = { connectionTimeout: 5000, socketTimeout: 15_000 };

/**
 * Gets a token of ECR, which is good for twelve hours. Loads the SDK.
 * @throws HelixError `auth` without credentials, or with some that may not do that; `unreachable`
 */
export async function getEcrLogin(account: EcrAccount, environment: Host['environment']): Promise<EcrLogin> {
  checkCredentialEndpoints(environment);
  const sdk = await import('./ecr-sdk');
  const authorities = await readAwsAuthorities(environment);
  const { http: httpAgent, https: httpsAgent } = await openAgents(environment, authorities);
  const search = new AwsCredentialSearch();
  const requestHandler = { ...TIMEOUTS, httpAgent, httpsAgent };
  const { region, endpointUrl, key } = account;
  const client = new sdk.ECRClient({
    region,
    requestHandler,
    credentials:
      key ??
      sdk.defaultProvider({
        logger: search.logger,
        clientConfig: { requestHandler },
        // oxlint-disable-next-line typescript/no-deprecated -- "not truly deprecated", it says
        parentClientConfig: { requestHandler },
      }),
    ...(endpointUrl === null ? {} : { endpoint: endpointUrl }),
  });
  checkEndpointOf(client, 'ECR', environment);
  try {
    const { authorizationData } = await client.send(new sdk.GetAuthorizationTokenCommand({}));
    return loginOf(authorizationData?.[0] ?? {}, region);
  } catch (error) {
    if (error instanceof HelixError) throw error;
    throw (
      endpointFailure(error, 'ECR', environment) ??
      search.failure(error, `the registry in ${region}`, environment) ??
      failureOf(error, account)
    );
  } finally {
    client.destroy();
    httpAgent.destroy();
    httpsAgent.destroy();
  }
}

function loginOf(data: AuthorizationData, region: string): EcrLogin {
  const { authorizationToken = '', proxyEndpoint = '' } = data;
  const [, username, password] =
    /^([^:]+):(.+)$/s.exec(Buffer.from(authorizationToken, 'base64').toString('utf8')) ?? [];
  if (username === undefined || password === undefined || !URL.canParse(proxyEndpoint)) {
    throw new HelixError(
      'unreachable',
      `The answer to ecr:GetAuthorizationToken in ${region} holds no token.`,
      {
        hint: 'Check `endpoint_url` in cloud.toml.',
      },
    );
  }
  const source = `ecr:GetAuthorizationToken in ${region}`;
  return { login: { username, password }, source, host: new URL(proxyEndpoint).host };
}

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function failureOf(error: unknown, { region, endpointUrl }: EcrAccount): HelixError {
  const { name = 'error', message = '', $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  if (status !== undefined && status >= 400 && status < 500) {
    const why = printable(`${name}: ${message}`).slice(0, 500).replace(/\.$/, '');
    return new HelixError('auth', `AWS gives no token for the registry in ${region}: ${why}.`, {
      hint: 'The credentials of the account must allow ecr:GetAuthorizationToken.',
      cause: error,
    });
  }
  const failure = connectionFailure(error);
  const where = endpointUrl ?? `ECR in ${region}`;
  return new HelixError('unreachable', `Cannot reach ${where}: ${printable(failure.message)}.`, {
    hint: failure.hint ?? 'Check the network, and `endpoint_url` in cloud.toml.',
    cause: error,
  });
}
