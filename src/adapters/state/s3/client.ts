import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { AwsCredentialSearch } from '../../cloud-credentials/aws-credential-search';
import { checkCredentialEndpoints, checkEndpointOf } from '../../cloud-credentials/aws-endpoints';
import { openAgents } from '../../http/agents';
import { readAwsAuthorities } from '../../http/authorities';
import type { S3Location } from './location';

import type * as SdkModule from './sdk';

type Sdk = typeof SdkModule;

/** The SDK and a client. */
export interface LoadedS3 {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly search: AwsCredentialSearch;
}

/** Returns a function that loads the SDK once, on its first call: a plan with local state need not load it. */
export function lazyS3(where: S3Location): () => Promise<LoadedS3> {
  let loading: Promise<LoadedS3> | undefined;
  return () => (loading ??= load(where));
}

async function load(where: S3Location): Promise<LoadedS3> {
  checkCredentialEndpoints(where.environment);
  const sdk = await import('./sdk');
  const authorities = await readAwsAuthorities(where.environment);
  const { http: httpAgent, https: httpsAgent } = await openAgents(where.environment, authorities);
  const search = new AwsCredentialSearch();
  const requestHandler = { ...TIMEOUTS, httpAgent, httpsAgent };
  const config: S3ClientConfig = {
    ...configOf(where),
    requestHandler,
    // Requests for credentials take the same way.
    credentials: sdk.defaultProvider({
      logger: search.logger,
      clientConfig: { requestHandler },
      // oxlint-disable-next-line typescript/no-deprecated -- "not truly deprecated", it says
      parentClientConfig: { requestHandler },
    }),
    ...(await loadCredentials(where)),
  };
  const client = new sdk.S3Client(config);
  checkEndpointOf(client, 'S3', where.environment);
  return { sdk, client, search };
}

const TIMEOUTS = { connectionTimeout: 5000, socketTimeout: 15_000 };

async function loadCredentials({ credentials }: S3Location): Promise<Pick<S3ClientConfig, 'credentials'>> {
  const first = await credentials?.();
  if (credentials === undefined || first === undefined || first === null) return {};
  let next: typeof first | null = first;
  const refresh = async (): Promise<typeof first> => {
    const now = next ?? (await credentials()) ?? first;
    next = null;
    return now;
  };
  return { credentials: refresh };
}

function configOf({ endpointUrl, region }: S3Location): S3ClientConfig {
  return {
    // `withRetries` repeats failed requests; its callers read back what a lost one did.
    maxAttempts: 1,
    ...(region === null ? {} : { region }),
    ...(endpointUrl === null
      ? {}
      : {
          endpoint: endpointUrl,
          region: region ?? (() => Promise.resolve('us-east-1')),
          forcePathStyle: true,
          // Stores other than AWS often do not support the checksums that the client adds.
          requestChecksumCalculation: 'WHEN_REQUIRED' as const,
          responseChecksumValidation: 'WHEN_REQUIRED' as const,
        }),
  };
}
