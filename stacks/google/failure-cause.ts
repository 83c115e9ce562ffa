import type { FailureCause } from '../cloud';

// Terraform passes on the answer of Google as text alone; its codes and reasons are the most reliable thing in it.
const AUTH =
  /could not find default credentials|No credentials loaded|oauth2: |invalid_grant|invalid_rapt|reauth|ACCESS_TOKEN_|Invalid Credentials|invalid authentication credentials|googleapi: Error 40[13]:|Error 40[13]:|PERMISSION_DENIED|private key should be a PEM/;
const SWITCHED_OFF = /SERVICE_DISABLED|accessNotConfigured|has not been used in project|it is disabled/;
const UNREACHABLE =
  /connection refused|no such host|i\/o timeout|network is unreachable|connection reset by peer|proxyconnect|TLS handshake timeout/;
// The provider passes on the words of Google without their code.
const FULL = /RESOURCE_POOL_EXHAUSTED|STOCKOUT|does not have enough resources available/;
const QUOTA = /QUOTA_EXCEEDED|quotaExceeded|Quota '[^']*' exceeded|rateLimitExceeded/;
const NEW_ACCOUNT = /Service account \S+ does not exist/;
const API = /([a-z]+)\.googleapis\.com(?! has been used)/;

/** Returns the cause of a failure of the provider, from its message. */
export function causeOf(message: string): FailureCause {
  // Nothing is wrong with the credentials when a service is off or a quota is used up.
  if (SWITCHED_OFF.test(message) || QUOTA.test(message)) return 'failed';
  if (UNREACHABLE.test(message) && !/could not find default credentials/.test(message)) return 'unreachable';
  return AUTH.test(message) ? 'auth' : 'failed';
}

/** Returns the way out of a failure, where Google's message does not tell it; null for others. */
export function wayOut(message: string): string | null {
  if (SWITCHED_OFF.test(message)) {
    const api = API.exec(message)?.[1] ?? 'compute';
    return `Switch the service on with \`gcloud services enable ${api}.googleapis.com\`, and apply again after a minute.`;
  }
  if (FULL.test(message)) {
    const zones = zonesIn(message);
    const others = zones.length === 0 ? 'another one' : `one of those with room (${zones.join(', ')})`;
    return `The zone has no such machine left: set \`zone\` to ${others}, or choose another \`region\`.`;
  }
  if (QUOTA.test(message)) {
    return 'Ask for more quota in the console, under IAM and admin, Quotas; new projects have none for GPUs.';
  }
  if (NEW_ACCOUNT.test(message))
    return 'Google does not know the new service account everywhere yet: apply again.';
  return null;
}

/** The zones that Google names as those with room. */
function zonesIn(message: string): string[] {
  const [, listed = ''] = /zonesAvailable["']?\s*[:=]\s*["'[]*([a-z0-9, "'-]+)/i.exec(message) ?? [];
  return [...listed.matchAll(/[a-z]+-[a-z]+\d+-[a-z]/g)].map(([zone]) => zone);
}
