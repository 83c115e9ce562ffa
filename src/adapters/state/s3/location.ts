/** Which bucket, and how it is reached. */
export interface S3Location {
  readonly bucket: string;
  /** Before all keys, without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** null: what the environment says (`AWS_REGION`), else us-east-1 where an endpoint is named. */
  readonly region: string | null;
  /** The URL of another S3 than AWS's; its bucket goes into the path. null: AWS. */
  readonly endpointUrl: string | null;
  /** How the store encrypts; null: as the bucket is set up, or with the KMS key where one is named. */
  readonly serverSideEncryption: 'AES256' | 'aws:kms' | null;
  /** Encrypt with this KMS key; null: with the default one. */
  readonly kmsKeyId: string | null;
  /**
   * Asked before the first call, and again when what it said has ended. null, or when absent: from the environment as all
   * AWS tools find them: `AWS_*`, profiles, web identity, instance roles.
   */
  readonly credentials?: () => Promise<S3Credentials | null>;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
