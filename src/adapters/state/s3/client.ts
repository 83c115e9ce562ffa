import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Location } from './location';
import type * as SdkModule from './sdk';

type Sdk = typeof SdkModule;

/** The SDK with a client of it. */
export interface LoadedS3 {
  readonly sdk: Sdk;
  readonly client: S3Client;
}

/** Loads the SDK, once, when it is first asked for: a plan with local state does not pay for it. */
export function lazyS3(where: S3Location): () => Promise<LoadedS3> {
  let loading: Promise<LoadedS3> | undefined;
  return () => (loading ??= load(where));
}

async function load(where: S3Location): Promise<LoadedS3> {
  const sdk = await import('./sdk');
  return { sdk, client: new sdk.S3Client({ ...configOf(where), ...(await credentialsOf(where)) }) };
}

async function credentialsOf({ credentials }: S3Location): Promise<Pick<S3ClientConfig, 'credentials'>> {
  const first = await credentials?.();
  if (credentials === undefined || first === undefined || first === null) return {};
  let next: typeof first | null = first;
  return {
    credentials: async () => {
      const now = next ?? (await credentials()) ?? first;
      next = null;
      return now;
    },
  };
}

function configOf({ endpointUrl, region }: S3Location): S3ClientConfig {
  return {
    // A failed request is made again by `withRetries`, which reads back what became of it.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5000, socketTimeout: 15_000 },
    ...(region === null ? {} : { region }),
    ...(endpointUrl === null
      ? {}
      : {
          endpoint: endpointUrl,
          region: region ?? (() => Promise.resolve('us-east-1')),
          forcePathStyle: true,
          // Others than AWS often do not know the checksums that the client adds.
          requestChecksumCalculation: 'WHEN_REQUIRED' as const,
          responseChecksumValidation: 'WHEN_REQUIRED' as const,
        }),
  };
}
