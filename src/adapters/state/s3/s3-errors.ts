import { HelixError } from '../../../errors';
import { printable } from '../../../values/printable';
import { endpointFailure } from '../../cloud-credentials/aws-endpoints';
import { connectionFailure } from '../../http/connection-failure';
import { masked } from '../../http/mask';
import { Unavailable } from '../shared/storage';
import type { S3Location } from './location';

const NETWORK =
  /^(E(?!RR_)[A-Z0-9_]+|TimeoutError|RequestTimeout|AbortError|NetworkingError|IncompleteBody)$/;
// The client reads the server's clock from this error, and signs the next request with it.
const SKEWED = ['RequestTimeTooSkewed', 'RequestExpired', 'SignatureExpired'];
const LATER = ['SlowDown', 'ServiceUnavailable', 'InternalError', 'Throttling', 'ThrottlingException'];
const WRONG_KEY = [
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  // From the service that exchanges tokens for credentials.
  'ExpiredTokenException',
  'InvalidIdentityToken',
  'InvalidClientTokenId',
];

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

/**
 * Returns the error to throw for a failed request: `Unavailable` when a retry may succeed, else a HelixError, or the same
 * error when it is a bug. `secrets` are masked in it.
 */
export function thrownFor(
  error: unknown,
  where: S3Location,
  place: string,
  secrets: readonly string[],
): unknown {
  if (error instanceof HelixError || error instanceof Unavailable) return error;
  const noUrl = endpointFailure(error, 'S3', where.environment);
  if (noUrl !== null) return noUrl;
  const failure = failureOf(error);
  const { code, status } = failure;
  const message = printable(masked(failure.message, secrets));
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
  if (status === null) return withoutAnswer(error, place, message);
  return new HelixError('unreachable', `${place} answered ${status} ${code}: ${message}`, {
    hint: 'Check `[state]`.',
    cause: error,
  });
}

/** Returns the error to throw for a request that got no answer, or none that is S3's. */
function withoutAnswer(error: unknown, place: string, message: string): unknown {
  const { kind, hint, transient, message: reason } = connectionFailure(error);
  const details = { hint: `${hint ?? ''} Check \`endpoint_url\` in \`[state]\`.`.trim(), cause: error };
  if (kind === 'tls') {
    return new HelixError('config', `Cannot connect to ${place} over TLS: ${reason}.`, details);
  }
  if (!transient) return new HelixError('unreachable', `Cannot reach ${place}: ${reason}.`, details);
  const { code } = failureOf(error);
  const isNetwork =
    kind !== 'other' || NETWORK.test(code) || /socket hang up|closed|terminated|ECONN/i.test(message);
  return isNetwork
    ? new Unavailable(reason, { cause: error })
    : isBug(error)
      ? error
      : unusable(error, place, message);
}

/** Whether an error without an answer is one of this program. */
function isBug(error: unknown): boolean {
  const { code } = Object(error) as { readonly code?: unknown };
  // Node throws this as a TypeError for values that come from the environment or from files.
  if (code === 'ERR_INVALID_CHAR') return false;
  return !(error instanceof Error) || ['TypeError', 'RangeError', 'ReferenceError'].includes(error.name);
}

/** The client refuses to send a request with a setting or a credential that it was given. Its message may quote a key. */
function unusable(error: unknown, place: string, message: string): HelixError {
  const { code } = Object(error) as { readonly code?: unknown };
  const isHeader = code === 'ERR_INVALID_CHAR';
  return isHeader
    ? new HelixError('auth', `The credentials for ${place} contain a character that no AWS key has.`, {
        hint: 'Look for line breaks and blanks in the AWS_* variables and in ~/.aws/credentials.',
      })
    : new HelixError('config', `No request can be made to ${place}: ${message}`, {
        hint: 'Check `[state]`, the AWS_* variables and ~/.aws/config.',
        cause: error,
      });
}
