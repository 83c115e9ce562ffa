import type { CloudVariables } from '../../clouds/credentials';
import { assertSendable } from '../host/variables';

/** A key of an AWS account, as the SDK takes it. */
export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Reads the key in the variables of an account; null without one. Throws HelixError `auth` for one that cannot be sent. */
export function awsKeyIn(variables: CloudVariables): AwsKey | null {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: ends,
  } = variables;
  if (accessKeyId === undefined || secretAccessKey === undefined) return null;
  assertSendable(variables, /^AWS_/);
  const expiration = ends === undefined || Number.isNaN(Date.parse(ends)) ? undefined : new Date(ends);
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration }),
  };
}
