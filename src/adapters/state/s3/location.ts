import type { AwsKey } from '../../cloud-credentials/aws-key';

/** A bucket and the way to reach it. */
export interface S3Location {
  readonly bucket: string;
  /** The prefix of all keys, without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** null: the region of the environment (`AWS_REGION`), else us-east-1 when an endpoint is set. */
  readonly region: string | null;
  /** The URL of an S3-compatible store; the bucket becomes part of the path. null: AWS. */
  readonly endpointUrl: string | null;
  /** The encryption by the store; null: the bucket's default, or the KMS key if one is set. */
  readonly serverSideEncryption: 'AES256' | 'aws:kms' | null;
  /** The KMS key; null: the default one. */
  readonly kmsKeyId: string | null;
  /** The variables of this process: proxies, certificate authorities, and the profile for hints. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * Called before the first request, and again when the credentials have expired. null or absent: the SDK finds credentials
   * as all AWS tools do: `AWS_*`, profiles, web identity, instance roles.
   */
  readonly credentials?: () => Promise<AwsKey | null>;
}
