import type { FailureCause } from '../cloud';

// The provider passes on Vultr's answer: `{"error":"Invalid API token.","status":401}`.
const AUTH = /"status":40[13]\b|Invalid API (token|key)|Unauthorized IP address/;
const UNREACHABLE =
  /connection refused|no such host|i\/o timeout|network is unreachable|connection reset by peer|: EOF$/m;

/** Returns the cause of a failure of the Vultr provider, from its message. */
export function causeOf(message: string): FailureCause {
  if (UNREACHABLE.test(message)) return 'unreachable';
  return AUTH.test(message) ? 'auth' : 'failed';
}
