import type { FailureCause } from '../cloud';

// The provider passes on `GET https://.../v2/account: 401 (request "...") Unable to authenticate you`.
const AUTH =
  /: 40[13] (\(request|Unable|You are not authorized)|Unable to authenticate you|credentials are required/;
const UNREACHABLE =
  /connection refused|no such host|i\/o timeout|network is unreachable|connection reset by peer|: EOF$/m;

/** Returns the cause of a failure of the DigitalOcean provider, from its message. */
export function causeOf(message: string): FailureCause {
  if (UNREACHABLE.test(message)) return 'unreachable';
  return AUTH.test(message) ? 'auth' : 'failed';
}
