import type { FailureCause } from '../cloud';

// Terraform passes on the cloud's answer as text alone; its error codes are the most reliable thing in it.
const AUTH =
  /No valid credential sources|ExpiredToken|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId|InvalidToken|AccessDenied|UnauthorizedOperation|StatusCode: 40[13]\b|failed to refresh cached credentials|validating provider credentials/;
const UNREACHABLE =
  /connection refused|no such host|i\/o timeout|network is unreachable|connection reset by peer/;

/** Returns the cause of a failure of the AWS provider, from its message. */
export function causeOf(message: string): FailureCause {
  // Without credentials the provider asks the metadata service, whose refused connection is in the message.
  if (UNREACHABLE.test(message) && !/No valid credential sources|169\.254\.169\.254/.test(message))
    return 'unreachable';
  return AUTH.test(message) ? 'auth' : 'failed';
}
