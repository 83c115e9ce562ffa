/** `[state]` */
export type StateConfig =
  | { readonly backend: 'local'; readonly encryption: StateEncryption | null }
  | S3StateConfig
  | PostgresStateConfig;

export interface S3StateConfig {
  readonly backend: 's3';
  readonly bucket: string;
  /** The prefix of the names of all objects, without slashes at its ends. */
  readonly key: string;
  /** null: the region of the environment. */
  readonly region: string | null;
  /** An http(s) URL without a trailing slash; null: AWS. */
  readonly endpointUrl: string | null;
  readonly serverSideEncryption: 'AES256' | 'aws:kms' | null;
  readonly kmsKeyId: string | null;
  /** The account of the user's cloud.toml that has access to the bucket, if it exists. */
  readonly account: string;
  readonly encryption: StateEncryption | null;
}

export interface PostgresStateConfig {
  readonly backend: 'postgres';
  /** The URL without a password, or the environment variable that holds the URL. */
  readonly url: { readonly url: string } | { readonly variable: string };
  /** The name of this project in the tables. */
  readonly key: string;
  /** The schema of Helix's tables. */
  readonly schema: string;
  /** The account of the user's cloud.toml that has the variable of the URL, when the environment does not. */
  readonly account: string | null;
  readonly encryption: StateEncryption | null;
}

/** The environment variables that hold keys. `key` encrypts (null: the state is written plain); both decrypt. */
export interface StateEncryption {
  readonly key: string | null;
  readonly previousKey: string | null;
}
