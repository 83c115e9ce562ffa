import type { FailureCause } from '../cloud';

const AUTH =
  /AuthorizationFailed|LinkedAuthorizationFailed|InvalidAuthenticationToken|ExpiredAuthenticationToken|AuthenticationFailed|SubscriptionNotFound|InvalidSubscriptionId|AADSTS\d+|invalid_client|unauthorized_client|DefaultAzureCredential|ChainedTokenCredential|ClientSecretCredential|ClientCertificateCredential|ClientAssertionCredential|AzureCLICredential|WorkloadIdentityCredential|RESPONSE 40[13]\b/;
const UNREACHABLE =
  /connection refused|no such host|i\/o timeout|network is unreachable|connection reset by peer|certificate signed by unknown authority/;

/** Returns the cause of a failure of the azapi provider, from its message. */
export function causeOf(message: string): FailureCause {
  // Without other credentials the provider asks the metadata service and the Azure CLI, and tells of both.
  const isSearch = /169\.254\.169\.254|DefaultAzureCredential|ChainedTokenCredential/.test(message);
  if (UNREACHABLE.test(message) && !isSearch) return 'unreachable';
  return AUTH.test(message) ? 'auth' : 'failed';
}
