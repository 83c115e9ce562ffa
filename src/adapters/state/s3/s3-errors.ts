import { HelixError } from '../../../errors';
import { Unavailable } from '../shared/storage';
import type { S3Location } from './location';

const NETWORK =
  /^(E(?!RR_)[A-Z0-9_]+|TimeoutError|RequestTimeout|AbortError|NetworkingError|IncompleteBody|UND_ERR_\w+)$/;
// The client reads the server's clock from this error, and signs the next request with it.
const SKEWED = ['RequestTimeTooSkewed', 'RequestExpired', 'SignatureExpired'];
const LATER = ['SlowDown', 'ServiceUnavailable', 'InternalError', 'Throttling', 'ThrottlingException'];
const WRONG_KEY = ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken', 'InvalidToken'];

/** The part of an error of the S3 client that matters here. */
export interface S3Failure {
  readonly code: string;
  /** null without a response. */
  readonly status: number | null;
  readonly message: string;
}

/** Returns the failure that an error of the client describes. */
export function failureOf(error: unknown): S3Failure {
  const { name, code, Code, message, $metadata } = Object(error) as Readonly<Record<string, unknown>>;
  const codes = [Code, code, name].filter((value) => typeof value === 'string' && value !== 'Error');
  const status = (Object($metadata) as { readonly httpStatusCode?: number }).httpStatusCode ?? null;
  return {
    code: (codes[0] as string | undefined) ?? 'UnknownError',
    status,
    message: typeof message === 'string' ? message : '',
  };
}

/** Whether a condition of the request did not hold: another process was faster. */
export function isRefusedCondition({ status, code }: S3Failure): boolean {
  return status === 412 || code === 'PreconditionFailed';
}

/** Whether the object does not exist. */
export function isAbsent({ status, code }: S3Failure): boolean {
  return code === 'NoSuchKey' || (status === 404 && code !== 'NoSuchBucket');
}

/** Returns the error to throw for a failed request: `Unavailable` when a retry may succeed, else a HelixError, or the same error when it is a bug. */
export function thrownFor(error: unknown, where: S3Location, place: string): unknown {
  if (error instanceof HelixError || error instanceof Unavailable) return error;
  const failure = failureOf(error);
  const { code, status, message } = failure;
  if (code === 'CredentialsProviderError' || code === 'TokenProviderError') {
    return new HelixError('auth', `There are no credentials for ${place}.`, {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is available.',
      cause: error,
    });
  }
  if (SKEWED.includes(code))
    return new Unavailable(`its clock differs from this one (${code})`, { cause: error });
  if (WRONG_KEY.includes(code) || status === 401 || status === 403) {
    return new HelixError('auth', `Access to ${place} is denied: ${code}.`, {
      hint: 'The credentials need s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket there, and access to its KMS key.',
      cause: error,
    });
  }
  if (code === 'NoSuchBucket') {
    return new HelixError('config', `The bucket ${where.bucket} of ${place} does not exist.`, {
      hint: 'Create it, or correct `bucket` in `[state]`.',
      cause: error,
    });
  }
  if (status === 301 || status === 307 || code === 'PermanentRedirect') {
    return new HelixError('config', `The bucket ${where.bucket} is in another region.`, {
      hint: 'Set `region` in `[state]` to its region.',
      cause: error,
    });
  }
  if (status === 501) {
    return new HelixError(
      'config',
      `The store of ${place} does not support a feature that Helix needs: ${message}`,
      {
        hint: 'Use AWS S3, a newer version of this store, or `backend = "postgres"`.',
        cause: error,
      },
    );
  }
  // 409: two conditional writes collided, and nothing was written.
  if (status === 409 || status === 429 || (status !== null && status >= 500) || LATER.includes(code)) {
    return new Unavailable(`it answered ${status ?? ''} ${code}`.replace('  ', ' '), { cause: error });
  }
  if (status === null && /certificate|self.signed|altnames|SSL|TLS/i.test(message)) {
    return new HelixError('config', `Cannot connect to ${place} over TLS: ${message}`, {
      hint: 'Check `endpoint_url` in `[state]`. For a private CA, set NODE_EXTRA_CA_CERTS to the file of its certificates.',
      cause: error,
    });
  }
  if (
    status === null &&
    (NETWORK.test(code) || /socket hang up|closed|terminated|ECONN|parse/i.test(message))
  ) {
    return new Unavailable(message === '' ? code : message, { cause: error });
  }
  if (status === null) return error;
  return new HelixError('unreachable', `${place} answered ${status} ${code}: ${message}`, {
    hint: 'Check `[state]`.',
    cause: error,
  });
}
